"""Phases, money, status."""
