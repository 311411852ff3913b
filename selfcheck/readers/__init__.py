"""Page -> PhotoRefs. Pure: bytes and an address in, values out; no network, no files. Runs inside the worker."""
