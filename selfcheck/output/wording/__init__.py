"""Facts to words, in the language of the moment."""
