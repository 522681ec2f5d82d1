"""The rulebook: situations as data, structure of all sets, properties, wrong data."""
