"""JavaScript values in Python, as far as LiquidJS templates can see them (liquid.md §5)."""
