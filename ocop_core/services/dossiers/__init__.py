"""Dossiers: begun, gathered paper by paper, handed in, reviewed and decided; their files and deadlines."""
