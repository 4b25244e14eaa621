"""Readers of profile and coverage files, one a format, into one model."""
