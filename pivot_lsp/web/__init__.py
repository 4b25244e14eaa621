"""The dashboard: one page, made on this machine, for a browser on this machine or as a file."""
