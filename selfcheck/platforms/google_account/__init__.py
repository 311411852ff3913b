"""Google Takeout."""
