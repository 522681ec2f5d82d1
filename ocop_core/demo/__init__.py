"""Fictional but believable data for trying the product out."""
