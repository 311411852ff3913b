"""The app in the terminal. It starts checks, hands the person's answers in and draws events; it decides nothing."""
