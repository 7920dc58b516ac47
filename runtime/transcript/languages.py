"""How a transcript names a language."""

LANGUAGE = r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$"
"""A code, as ``contents`` have them; a region or a script may stand behind it."""
