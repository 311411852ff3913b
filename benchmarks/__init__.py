"""What is measured, against what. Each module is run with `python -m benchmarks.NAME`."""
