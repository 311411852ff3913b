"""The plan, what steps hide, letters, codes and notes."""
