"""Questions and answers about OCOP: checked data, and the index that finds the right one. Pure."""
