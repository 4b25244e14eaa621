"""Builds vessels and writes their manifests."""
