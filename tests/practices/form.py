"""What a browser posts from the sections of the writing form."""

from kenno.practices.models import Practice


def address(practice: Practice, section: str) -> str:
    return f"/tyopoyta/kaytanteet/{practice.pk}/osa/{section}/"


def rows(prefix: str, *given: dict[str, str]) -> dict[str, str]:
    posted = {f"{prefix}-TOTAL_FORMS": str(len(given)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, row in enumerate(given):
        posted |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return posted


def newest(practice: Practice) -> Practice:
    found: Practice = Practice.objects.get(pk=practice.pk).get_latest_revision_as_object()
    return found
