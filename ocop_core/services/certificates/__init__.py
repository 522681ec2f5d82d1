"""Certificates: granted, superseded, revoked, listed; and papers with dates of their own."""
