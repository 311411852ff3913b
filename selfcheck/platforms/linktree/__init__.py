"""Linktree."""
