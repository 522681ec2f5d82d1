"""The database: doors, types, statements, migrations."""
