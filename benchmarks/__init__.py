"""What is measured beside its peers; each folder is one `make bench-...`."""
