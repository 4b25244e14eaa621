"""Passes that judge a unit: what it may mutate, what escapes, what can raise."""
