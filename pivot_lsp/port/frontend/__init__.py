"""Reads Python, types it with mypy as the oracle, and lowers the unit to IR."""
