"""Office files in and out: spreadsheets read and written, Word forms filled in, archives packed. Knows no database."""
