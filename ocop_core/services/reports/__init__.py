"""Reports of communes: periods, figures, filing and returning, chasing, the province's summary."""
