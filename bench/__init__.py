"""Measurements of what the design calls fast, each beside a peer that is measured in the same run."""
