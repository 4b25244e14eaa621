"""The compiler: typed front end, unit IR, checks, three back ends."""
