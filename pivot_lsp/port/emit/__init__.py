"""Back ends: a unit becomes the files of a vessel, a pure function a language."""
