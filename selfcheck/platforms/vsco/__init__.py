"""VSCO."""
