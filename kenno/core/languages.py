"""The languages of the service."""

from typing import Final

# The original of every text first. The settings name the same ones for people to choose from.
LANGUAGES: Final = ("fi", "sv", "en")
