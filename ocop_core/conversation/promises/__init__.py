"""Certificates and dated papers in the chat: what is reminded, asked, answered."""
