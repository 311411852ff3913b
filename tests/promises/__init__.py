"""One file for each promise of the README and docs/privacy.md. Each holds the whole program to it, not one room."""
