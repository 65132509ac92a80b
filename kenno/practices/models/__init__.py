from kenno.practices.models.confirmations import PracticeConfirmation
from kenno.practices.models.practices import (
    SHORT_TEXT,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    AutomaticTheme,
    Claim,
    Material,
    Part,
    Practice,
    PracticeQuerySet,
    Step,
    WorkingHours,
)
from kenno.practices.models.requests import DraftRequest, DraftRequestQuerySet

__all__ = [
    "SHORT_TEXT",
    "SUMMARY_LENGTH",
    "TITLE_LENGTH",
    "AutomaticTheme",
    "Claim",
    "DraftRequest",
    "DraftRequestQuerySet",
    "Material",
    "Part",
    "Practice",
    "PracticeConfirmation",
    "PracticeQuerySet",
    "Step",
    "WorkingHours",
]
