"""One screen a file. What all of them share is in `session/workspace.py`."""
