"""Builds edits of Python sources. The only package that imports libcst. Pure: text in, edits out."""
