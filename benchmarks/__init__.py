"""Benchmarks of the compiler, each a `make bench-*`; they write `docs/evidence/`."""
