"""Counting in calendar months, as people and privacy notices do."""

from calendar import monthrange
from datetime import date


def months_before(day: date, months: int) -> date:
    """Return the day `months` calendar months before `day`; the month's last where it is shorter.

    months_before(31 May, 3) is the last day of February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
