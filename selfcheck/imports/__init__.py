"""What the person already has on disk: for now, pictures before they are posted."""
