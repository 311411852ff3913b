"""Scripts that make what is in the repository; tests call some of their functions."""
