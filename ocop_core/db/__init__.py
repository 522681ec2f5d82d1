"""Models, named queries, migrations, and the doors to the database."""
