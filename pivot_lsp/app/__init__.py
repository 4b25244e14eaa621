"""Use cases, a function each: the only place where areas meet."""
