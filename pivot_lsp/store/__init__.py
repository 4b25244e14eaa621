"""The `.pivot/` folder: paths, history, atomic files."""
