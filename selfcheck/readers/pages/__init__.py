"""Pages, style sheets, feeds and robots.txt to photo references. Pure."""
