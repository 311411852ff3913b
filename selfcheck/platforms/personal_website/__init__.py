"""A website of one's own."""
