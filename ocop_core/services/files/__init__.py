"""Files: stored by their content, cleaned, looked at, shown; some are made when somebody opens them."""
