"""Which YSO concepts fit a text: from the names in it, and from how librarians described others."""

from kenno.search.subjects.suggesting import SuggestedSubject, suggest_subjects

__all__ = ["SuggestedSubject", "suggest_subjects"]
