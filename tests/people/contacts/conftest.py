from typing import Any

from kenno.people.consents import TEXT_VERSION


def card_form(**given: Any) -> dict[str, Any]:
    """What a browser posts from the form of a card; version 1 unless told otherwise."""
    return {
        "title": "kulttuurisihteeri",
        "visibility": "role",
        "willing": ["answers_questions"],
        "languages": ["fi"],
        "version": "1",
        "consent_version": TEXT_VERSION,
        **given,
    }
