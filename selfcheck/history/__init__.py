"""Saved checks: what was known before, what changed, what is saved next."""
