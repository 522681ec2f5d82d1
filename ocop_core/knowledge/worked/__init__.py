"""Answers that are worked out from the tables of the rulebook: no entry could hold every commune, product and day."""
