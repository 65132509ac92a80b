"""What the pages on people, messages and events read."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Prefetch, Q, QuerySet

from kenno.core import delivery, outbox
from kenno.core.enums import MessageState
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.people.enums import Role
from kenno.people.models import Membership, User
from kenno.places.models import Municipality

PLACE_FIELDS = ("name_fi", "name_sv", "name_en")


def memberships_in_order() -> QuerySet[Membership]:
    """Return memberships with their municipalities, coordinators first, then by municipality."""
    return Membership.objects.select_related("municipality").order_by(
        "-role", "municipality__name_fi", "pk"
    )


def people(search: str = "") -> QuerySet[User]:
    """Return persons with their roles, by address; `search` looks in names, addresses, places."""
    found = User.objects.order_by("email").prefetch_related(
        Prefetch("memberships", memberships_in_order())
    )
    text = " ".join(search.split())
    if not text:
        return found
    matches, places = Q(), Q()
    # SQLite compares å, ä and ö by their case, so both ways of writing a name are asked for.
    for variant in {text, text.lower(), text.capitalize()}:
        matches |= Q(address_and_name__icontains=variant)
        for field in PLACE_FIELDS:
            places |= Q((f"{field}__icontains", variant))
    of_places = Membership.objects.filter(municipality__in=Municipality.objects.filter(places))
    return found.filter(matches | Q(pk__in=of_places.values("user")))


def other_coordinators(person: AbstractBaseUser) -> QuerySet[Membership]:
    """Return the memberships of all other coordinators who can sign in."""
    return Membership.objects.filter(role=Role.COORDINATOR, user__is_active=True).exclude(
        user=person.pk
    )


def outbox_messages(state: str = "") -> QuerySet[OutboxMessage]:
    """Return the messages of the outbox, newest first, of one `state` or of all."""
    found = outbox.messages()
    return found.filter(state=state) if state in MessageState.values else found


def undelivered() -> tuple[int, int]:
    """Return how many messages have failed, and how many wait because there is no mail server."""
    failed = OutboxMessage.objects.filter(state=MessageState.FAILED).count()
    stuck = 0 if delivery.mail_is_configured() else OutboxMessage.objects.waiting().count()
    return failed, stuck


def audit_actions() -> list[str]:
    """Return the codes of the actions that have happened, in order."""
    codes = AuditRecord.objects.order_by("action").values_list("action", flat=True)
    return list(codes.distinct())


def audit_trail(action: str = "") -> QuerySet[AuditRecord]:
    """Return the audit records with their persons, newest first, of one `action` or of all."""
    found = AuditRecord.objects.select_related("by").order_by("-at", "-pk")
    return found.filter(action=action) if action else found
