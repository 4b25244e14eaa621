"""Pydantic types that cross a boundary. No logic."""
