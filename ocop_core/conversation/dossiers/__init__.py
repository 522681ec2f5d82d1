"""The dossier as the chat sees it: pure."""
