"""The `pivot` command, one module a verb: parse, call app, render."""
