"""What ``callplan test`` writes: one module a format, each ``write(results, view) -> str``."""
