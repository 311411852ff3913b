"""Hostile bytes -> upright pixels, kinds of embedded data, a small preview. Runs inside the worker."""
