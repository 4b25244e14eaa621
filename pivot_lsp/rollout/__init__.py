"""Wrappers, shadow, stages, rollback."""
