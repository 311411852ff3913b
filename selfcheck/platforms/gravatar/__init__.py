"""Gravatar."""
