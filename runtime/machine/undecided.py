"""What a run cannot know: the verdict of a pattern that is broken, or that costs too much on a text."""

from __future__ import annotations


class Undecided(Exception):
    """A run that needs to know must end here: a guess would be another result than the call's. ``message`` is a
    sentence without its period.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
