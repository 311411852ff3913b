"""Archives, folders and saved pages to their members. Knows no platform."""
