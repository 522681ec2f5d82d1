"""Knowledge: entries, the index, and the rows that officers edit."""
