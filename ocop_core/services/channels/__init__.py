"""Channels as the office sees them: by which way a message goes, what it costs, tokens, templates, figures."""
