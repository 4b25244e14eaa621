"""Paired benchmarks."""
