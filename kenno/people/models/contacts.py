from itertools import combinations
from typing import Any, Final, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kenno.people.enums import ConsentPurpose, ConsentSource, ContactLanguage, Visibility
from kenno.people.models.organisations import Organisation
from kenno.people.models.persons import User
from kenno.people.validators import one_line
from kenno.vocabulary.models import Concept

TITLE_LENGTH: Final = 120
MAXIMUM_TOPICS: Final = 10
# Every way to choose languages, in their fixed order: "fi", "fi sv", "sv en" ...
LANGUAGES_TOGETHER: Final = tuple(
    " ".join(chosen)
    for number in range(len(ContactLanguage.values) + 1)
    for chosen in combinations(ContactLanguage.values, number)
)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def valid(self) -> Self:
        """Those given, not withdrawn, and not expired at this moment."""
        return self.filter(withdrawn_at__isnull=True, expires_at__gt=timezone.now())

    def newest_first(self) -> Self:
        """By when they were given."""
        return self.order_by("-given_at", "-pk")


class ContactQuerySet(models.QuerySet["Contact"]):
    def accepted(self) -> Self:
        """Those whose person has agreed to be one."""
        return self.filter(accepted_at__isnull=False)

    def invited(self) -> Self:
        """Those whose person has not answered yet."""
        return self.filter(accepted_at__isnull=True)

    def current(self) -> Self:
        """Those whose job has begun and not ended."""
        today = timezone.localdate()
        begun = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
        return self.filter(begun, Q(ends_on__isnull=True) | Q(ends_on__gt=today))

    def ended(self) -> Self:
        """Those whose job is behind."""
        return self.filter(ends_on__lte=timezone.localdate())

    def of_person(self, person: User) -> Self:
        """The cards of one person, past ones too."""
        return self.filter(person=person)

    def of_organisation(self, organisation: Organisation) -> Self:
        """The contacts of one organisation, past and invited ones too."""
        return self.filter(organisation=organisation)

    def at_work(self) -> Self:
        """Those who have agreed, are in their job, have answered, and whose account is open."""
        answering = self.accepted().current().filter(stepped_back_at__isnull=True)
        return answering.filter(person__is_active=True)

    def with_consents(self) -> Self:
        """Tell of each whether its consents hold now: `role_agreed` and `name_agreed`."""
        return self.annotate(
            role_agreed=_agreed(ConsentPurpose.ROLE), name_agreed=_agreed(ConsentPurpose.NAME)
        )

    def shown(self) -> Self:
        """Those that anyone may see, each with its person and organisation.

        At work, not hidden, and with a consent that holds now. Whether the name may be seen too
        is what `shown_name` of each knows.
        """
        return (
            self.at_work()
            .with_consents()
            .exclude(visibility=Visibility.NONE)
            .filter(role_agreed=True)
            .select_related("person", "organisation__municipality", "organisation__region")
        )

    def with_expired_consent(self) -> Self:
        """Those whose card lets more be shown than a consent holds for now."""
        no_name = Q(visibility=Visibility.ROLE_AND_NAME, name_agreed=False)
        shown = self.accepted().exclude(visibility=Visibility.NONE).with_consents()
        return shown.filter(Q(role_agreed=False) | no_name)

    def reachable(self) -> Self:
        """Those to whom questions may be relayed now, each with its person."""
        return (
            self.at_work()
            .with_consents()
            .filter(answers_questions=True, role_agreed=True)
            .select_related("person")
        )

    def in_order(self) -> Self:
        """By title; the older of two alike first."""
        return self.order_by("title", "pk")


def _agreed(purpose: ConsentPurpose) -> Exists:
    given = Consent.objects.valid().filter(contact=OuterRef("pk"), purpose=purpose)
    return Exists(given)


class Contact(models.Model):
    """A person's card in one job: who answers for an organisation, as what, and willing to what.

    Nothing of it is shown before the person has agreed, nor without a consent that holds.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisaatio"),
        on_delete=models.PROTECT,
        related_name="contacts",
    )
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="contacts")
    title = models.CharField(
        _("tehtävänimike"),
        max_length=TITLE_LENGTH,
        validators=[one_line],
        help_text=_("Esimerkiksi kulttuurisihteeri."),
    )
    visibility = models.CharField(
        _("mitä sinusta näytetään"),
        max_length=15,
        choices=Visibility.choices,
        default=Visibility.NONE,
    )
    answers_questions = models.BooleanField(_("vastaan kysymyksiin"), default=False)
    receives_visits = models.BooleanField(_("meille saa tulla käymään"), default=False)
    mentors = models.BooleanField(_("autan alkuun"), default=False)
    speaks = models.BooleanField(_("tulen puhumaan"), default=False)
    # Codes in their fixed order with a space between, so that equal choices are equal texts and
    # one language is found with `contains` on every database.
    languages = models.CharField(max_length=20, blank=True)
    topics = models.ManyToManyField(
        Concept, verbose_name=_("aiheet"), blank=True, related_name="contacts"
    )
    starts_on = models.DateField(_("alkoi"), null=True, blank=True)
    # The first day on which the job is no more, so that ending it today takes effect today.
    ends_on = models.DateField(_("päättyy"), null=True, blank=True)
    invited_by = models.ForeignKey(
        User, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Empty: invited, and has not answered yet.
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_on = models.DateField(null=True, blank=True, editable=False)
    # Filled when nobody answered the yearly question: nothing is shown until they do.
    stepped_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_example = models.BooleanField(default=False, editable=False)

    objects = ContactQuerySet.as_manager()

    # Filled by `with_consents`.
    role_agreed: bool
    name_agreed: bool

    WILLING = ("answers_questions", "receives_visits", "mentors", "speaks")

    class Meta:
        verbose_name = _("yhteyshenkilö")
        verbose_name_plural = _("yhteyshenkilöt")
        indexes = [models.Index(fields=["organisation", "title"], name="contact_of_organisation")]
        constraints = [
            models.CheckConstraint(name="contact_title_given", condition=~Q(title="")),
            models.CheckConstraint(
                name="contact_visibility_known", condition=Q(visibility__in=Visibility.values)
            ),
            models.CheckConstraint(
                name="contact_languages_known", condition=Q(languages__in=LANGUAGES_TOGETHER)
            ),
            models.CheckConstraint(
                name="contact_hidden_until_accepted",
                condition=Q(accepted_at__isnull=False) | Q(visibility=Visibility.NONE),
            ),
            models.CheckConstraint(
                name="contact_ends_after_start",
                condition=(
                    Q(starts_on__isnull=True)
                    | Q(ends_on__isnull=True)
                    | Q(ends_on__gte=F("starts_on"))
                ),
            ),
            models.UniqueConstraint(
                fields=["organisation", "person", "title"],
                condition=Q(ends_on__isnull=True),
                name="contact_once_in_job",
                violation_error_message=_("Tästä tehtävästä on jo yhteyshenkilökortti."),
            ),
        ]

    def __str__(self) -> str:
        """The job, never the person: this stands in the audit trail and in lists."""
        return f"{self.title}, {self.organisation.name}"

    @property
    def language_codes(self) -> list[str]:
        """The codes of the languages in which the contact can be asked."""
        return self.languages.split()

    @property
    def language_names(self) -> list[str]:
        """The languages, each named in itself."""
        return [str(ContactLanguage(code).label) for code in self.language_codes]

    @property
    def is_accepted(self) -> bool:
        return self.accepted_at is not None

    @property
    def is_ended(self) -> bool:
        return self.ends_on is not None and self.ends_on <= timezone.localdate()

    @property
    def shown_name(self) -> str:
        """The name where it may be seen, else nothing; needs `with_consents`."""
        agreed = self.visibility == Visibility.ROLE_AND_NAME and self.name_agreed
        return self.person.get_full_name() if agreed else ""


class Consent(models.Model):
    """What a person agreed to, in the words that were shown, until when; kept after it ends."""

    person = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="consents"
    )
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="consents"
    )
    purpose = models.CharField(max_length=10, choices=ConsentPurpose.choices)
    text = models.TextField()
    text_version = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    given_at = models.DateTimeField(default=timezone.now)
    how = models.CharField(max_length=15, choices=ConsentSource.choices)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("suostumus")
        verbose_name_plural = _("suostumukset")
        indexes = [models.Index(fields=["contact", "purpose"], name="consent_of_contact")]
        constraints = [
            models.CheckConstraint(
                name="consent_purpose_known", condition=Q(purpose__in=ConsentPurpose.values)
            ),
            models.CheckConstraint(
                name="consent_how_known", condition=Q(how__in=ConsentSource.values)
            ),
            models.CheckConstraint(
                name="consent_text_given", condition=~Q(text="") & ~Q(text_version="")
            ),
            models.CheckConstraint(
                name="consent_expires_after_given", condition=Q(expires_at__gt=F("given_at"))
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_given",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_at:%Y-%m-%d}"

    @property
    def is_valid(self) -> bool:
        return self.withdrawn_at is None and self.expires_at > timezone.now()


def languages_in_order(codes: Any) -> str:
    """Return chosen language codes as `Contact.languages` keeps them; unknown ones are left out."""
    return " ".join(code for code in ContactLanguage.values if code in set(codes))
