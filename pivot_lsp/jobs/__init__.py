"""Child processes: argv, progress, cancel, limits. Imports no area."""
