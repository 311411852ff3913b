"""A platform to copy. CONTRIBUTING.md, "Add a platform", says what to fill in; names that begin with "_" are not found.

In all files: `example-album` is the platform's id (the folder's name has underscores), `Example Album` its name,
`album.example` its host. Leave out reader.py, or download.py, where there is nothing to read.
"""
