"""What several platforms share: preview cards, feeds, families of downloads."""
