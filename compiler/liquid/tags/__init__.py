"""LiquidJS's tags as python-liquid tags and nodes, one family a module; ``registry`` lists them (liquid.md §6)."""
