"""LiquidJS and mustache.js as oracles: cases, the Node process that answers them, and callplan's own answers."""
