"""Where functions are and how they are tied; `edits` builds edits."""
