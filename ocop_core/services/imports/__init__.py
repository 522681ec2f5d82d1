"""Lists of certificates that come in as files: read, planned, mended, applied, undone."""
