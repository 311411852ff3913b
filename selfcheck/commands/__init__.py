"""What the commands do once their flags are read: run the core, choose the words, return bytes."""
