"""The ``date`` filter's world: V8's Date parser, time zones as ICU names them, LiquidJS's strftime (liquid.md §4).

Instants are whole milliseconds since 1970 in JavaScript's range (years -271821 to 275760), which ``datetime`` cannot
hold.
"""
