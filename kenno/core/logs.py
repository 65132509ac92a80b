"""What the logs must not hold: whoever reads a personal link in a log could use it."""

import logging
import re

# Tokens of `secrets.token_urlsafe(32)`; a record's own name in an address has no capitals.
TOKEN = re.compile(r"(?<=/)(?=[\w-]*[A-Z])[\w-]{43}(?=[/?\s]|$)")


class WithoutTokens(logging.Formatter):
    """Formats a record, tracebacks included, with an ellipsis for the token of a personal link."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line or lines of the record."""
        return TOKEN.sub("…", super().format(record))
