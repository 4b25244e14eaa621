"""Recorded and generated calls, and the typed value model of case files."""
