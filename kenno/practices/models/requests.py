from datetime import datetime, timedelta
from typing import Any, Final

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kenno.core.enums import MessageState
from kenno.core.models import OutboxMessage
from kenno.people.models import User
from kenno.practices.enums import RequestReason, RequestState
from kenno.practices.models.practices import Practice

JOB_LENGTH: Final = 120
MESSAGE_LENGTH: Final = 600
REASON_LENGTH: Final = 1000
# From the last mail with a link; coming back to a returned text begins it anew.
LINK_LIFETIME: Final = timedelta(days=60)

# What a request's own marks say, the strongest first; below them stands what its mail says.
ENDINGS: Final = (
    ("revoked_at", RequestState.REVOKED),
    ("declined_at", RequestState.DECLINED),
    ("submitted_at", RequestState.SUBMITTED),
)
MARKS: Final = (
    ("passed_on_at", RequestState.PASSED_ON),
    ("started_at", RequestState.STARTED),
    ("opened_at", RequestState.OPENED),
)
BY_MAIL: Final = {
    MessageState.WAITING: RequestState.WAITING,
    MessageState.SENDING: RequestState.WAITING,
    MessageState.BOUNCED: RequestState.BOUNCED,
    MessageState.REFUSED: RequestState.REFUSED,
}
# The site's status marks (components/status.html); other states have a plain one.
SIGNS: Final = {
    RequestState.WAITING: "waiting",
    RequestState.SENT: "sent",
    RequestState.BOUNCED: "bounced",
    RequestState.REFUSED: "refused",
}


class DraftRequestQuerySet(models.QuerySet["DraftRequest"]):
    def open(self) -> "DraftRequestQuerySet":
        """Those by whose link somebody may still write, if the draft lets them."""
        return self.filter(
            revoked_at__isnull=True,
            declined_at__isnull=True,
            sent_at__gt=timezone.now() - LINK_LIFETIME,
        )


class DraftRequest(models.Model):
    """The personal asking of somebody to complete a draft and to send it for review, by a link.

    The link is a `SignedLink` (purpose DRAFT) with this as its subject; only its hash is kept. Who
    lets somebody else do it makes that one's request a child of theirs. `person` is emptied when
    what is kept of them is forgotten; that somebody was asked stays.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="draft_requests"
    )
    # The job in which the person is asked, and that of whoever told of the practice first.
    title = models.CharField(_("tehtävänimike"), max_length=JOB_LENGTH, blank=True)
    told_by = models.CharField(max_length=JOB_LENGTH, blank=True)
    reason = models.CharField(max_length=10, choices=RequestReason.choices)
    asked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="passed_on_to"
    )
    message = models.TextField(blank=True, validators=[MaxLengthValidator(MESSAGE_LENGTH)])
    language = models.CharField(max_length=2)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)
    mail = models.ForeignKey(
        OutboxMessage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    passed_on_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.TextField(blank=True, validators=[MaxLengthValidator(REASON_LENGTH)])
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = DraftRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("pyyntö täydentää luonnosta")
        verbose_name_plural = _("pyynnöt täydentää luonnosta")
        constraints = [
            models.CheckConstraint(
                name="draft_request_reason_known", condition=Q(reason__in=RequestReason.values)
            ),
            models.CheckConstraint(
                name="draft_request_not_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
            ),
            models.CheckConstraint(
                name="draft_request_reason_when_declined",
                condition=Q(declined_at__isnull=False) | Q(decline_reason=""),
            ),
        ]

    def __str__(self) -> str:
        """Never the person: this stands in the audit trail."""
        return self.practice.title

    @property
    def link_ends_at(self) -> datetime:
        """When the link of the last mail stops working."""
        return self.sent_at + LINK_LIFETIME

    @property
    def state(self) -> RequestState:
        """How far it has come, by its marks, the age of its link, and its mail."""
        for mark, state in ENDINGS:
            if getattr(self, mark) is not None:
                return state
        if self.link_ends_at <= timezone.now():
            return RequestState.EXPIRED
        for mark, state in MARKS:
            if getattr(self, mark) is not None:
                return state
        mail: Any = self.mail.state if self.mail is not None else None
        return BY_MAIL.get(mail, RequestState.SENT)

    @property
    def sign(self) -> str:
        """Which of the site's status marks goes with its state."""
        return SIGNS.get(self.state, "")
