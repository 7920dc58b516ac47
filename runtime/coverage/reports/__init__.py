"""How coverage is written: one module a format, each ``write(coverage, view) -> str``."""
