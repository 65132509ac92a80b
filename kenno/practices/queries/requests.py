"""Who has been asked to complete a draft, and how far they have come."""

from kenno.people.models import User
from kenno.practices.models import DraftRequest, Practice


def requests_of(practice: Practice) -> list[DraftRequest]:
    """Return the requests about a draft, the newest first; one query."""
    return list(
        DraftRequest.objects.filter(practice=practice)
        .select_related("person", "mail", "parent", "practice")
        .order_by("-created_at", "-pk")
    )


def request_of(pk: int) -> DraftRequest | None:
    """Return a request with its practice and person; None when there is none."""
    return (
        DraftRequest.objects.select_related("practice__municipality", "person", "mail")
        .filter(pk=pk)
        .first()
    )


def passed_on(request: DraftRequest) -> list[DraftRequest]:
    """Return whom a request has been passed on to by who got it, the first first; one query."""
    return list(request.passed_on_to.select_related("mail", "practice").order_by("pk"))


def declined_of(person: User) -> list[DraftRequest]:
    """Return what was declined of what a person asked, where nobody else has been asked since.

    Only of drafts that nobody has sent on; the newest first. One query.
    """
    others = DraftRequest.objects.open().values("practice")
    return list(
        DraftRequest.objects.filter(
            asked_by=person,
            declined_at__isnull=False,
            practice__review_state="draft",
            practice__first_published_at__isnull=True,
        )
        .exclude(practice__in=others)
        .select_related("practice")
        .order_by("-declined_at", "-pk")
    )
