"""LiquidJS's filters, one family a module; ``registry`` lists them by name.

A filter is called as ``filter(context, value, *arguments)``. Missing arguments are undefined, surplus ones are ignored,
and a keyword argument arrives as the two-element array ``[name, value]``, which is what LiquidJS passes.
"""
