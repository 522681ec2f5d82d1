"""Checks of everything; `make test` runs them."""
