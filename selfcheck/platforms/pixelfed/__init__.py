"""Pixelfed."""
