"""A report to words and files."""
