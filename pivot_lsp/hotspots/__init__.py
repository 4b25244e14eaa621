"""Facts joined and scored: what is hot and what porting it would gain."""
