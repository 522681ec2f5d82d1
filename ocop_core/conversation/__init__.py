"""Pure conversation: what was said and where we are, to what to say and what to record."""
