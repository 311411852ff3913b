"""The app, driven as a person drives it."""
