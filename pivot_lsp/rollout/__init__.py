"""Stages, decisions and exporters of rollouts. Pure where it can be: counts in, verdicts out."""
