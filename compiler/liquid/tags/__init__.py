"""LiquidJS's tags and their nodes, one family a module; ``registry`` lists them (liquid.md §6)."""
