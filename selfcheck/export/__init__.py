"""Report -> files for the person: one module a format. Only these and store write files."""
