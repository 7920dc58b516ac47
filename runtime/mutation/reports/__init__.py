"""How a mutation score is written: one module a format, each ``write(score, view) -> str``."""
