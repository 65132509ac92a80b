from typing import Final, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kenno.surveys.enums import CHOSEN_KINDS, QuestionKind, QuestionPlace
from kenno.surveys.models.rounds import Multilingual, SurveyRound, line, long_text

QUESTION_LENGTH: Final = 300
UNIT_LENGTH: Final = 40
VALUE_LENGTH: Final = 40
MOST_OPTIONS: Final = 40
SCALE_ENDS: Final = (0, 10)


class QuestionQuerySet(models.QuerySet["Question"]):
    def asked(self) -> Self:
        """Those that are asked now, in the order of asking: before the practices, then after."""
        return self.filter(retired_at__isnull=True).in_order()

    def in_order(self) -> Self:
        """In the order of asking; older versions after newer ones."""
        after = models.Case(
            models.When(place=QuestionPlace.AFTER, then=models.Value(1)), default=models.Value(0)
        )
        return self.order_by(after, "position", "-version", "pk")

    def with_answered(self) -> Self:
        """Tell of each whether somebody has answered it, trials aside: `is_answered`."""
        from kenno.surveys.models.responses import Answer

        given = Answer.objects.filter(question=OuterRef("pk"), response__is_trial=False)
        return self.annotate(is_answered=Exists(given))


class Question(Multilingual):
    """A round's own question, asked beside the practices.

    `options` are those to choose among, in order: {"value", "fi", "sv", "en"}; of a scale, what its
    two ends mean. `least` and `most` are the ends of a scale, or bounds of a number. A question is
    shown only if the answer to `shown_if` has `shown_if_value` (or holds it, of many). A `heading`
    begins a new group. What is asked does not change once it has been answered: the question is
    retired, and a new one, a version higher, `replaces` it. Wording may be mended in place.
    """

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(_("millainen vastaus"), max_length=12, choices=QuestionKind.choices)
    place = models.CharField(
        _("milloin kysytään"),
        max_length=6,
        choices=QuestionPlace.choices,
        default=QuestionPlace.AFTER,
    )
    heading_fi = line(_("ryhmän otsikko suomeksi"))
    heading_sv = line(_("ryhmän otsikko ruotsiksi"))
    heading_en = line(_("ryhmän otsikko englanniksi"))
    text_fi = line(_("kysymys suomeksi"), QUESTION_LENGTH)
    text_sv = line(_("kysymys ruotsiksi"), QUESTION_LENGTH)
    text_en = line(_("kysymys englanniksi"), QUESTION_LENGTH)
    hint_fi = long_text(_("ohje suomeksi"))
    hint_sv = long_text(_("ohje ruotsiksi"))
    hint_en = long_text(_("ohje englanniksi"))
    unit_fi = line(_("yksikkö suomeksi"), UNIT_LENGTH)
    unit_sv = line(_("yksikkö ruotsiksi"), UNIT_LENGTH)
    unit_en = line(_("yksikkö englanniksi"), UNIT_LENGTH)
    options = models.JSONField(default=list, blank=True)
    least = models.IntegerField(_("pienin arvo"), null=True, blank=True)
    most = models.IntegerField(_("suurin arvo"), null=True, blank=True)
    required = models.BooleanField(_("vastaus on pakollinen"), default=False)
    shown_if = models.ForeignKey(
        "self",
        verbose_name=_("kysytään vain, jos vastaus kysymykseen"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="decides",
    )
    shown_if_value = line(_("on"), VALUE_LENGTH)
    has_personal_data = models.BooleanField(
        _("vastauksessa on henkilötietoja"),
        default=False,
        help_text=_("Tällaiset vastaukset eivät ole mukana, kun vastaukset viedään tiedostoon."),
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    replaces = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="replaced_by",
    )
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    # Filled by `with_answered`.
    is_answered: bool

    TEXTS = ("heading", "text", "hint", "unit")

    class Meta:
        verbose_name = _("kyselyn kysymys")
        verbose_name_plural = _("kyselyn kysymykset")
        indexes = [models.Index(fields=["round", "position"], name="question_of_round")]
        constraints = [
            models.CheckConstraint(
                name="question_kind_known", condition=Q(kind__in=QuestionKind.values)
            ),
            models.CheckConstraint(
                name="question_place_known", condition=Q(place__in=QuestionPlace.values)
            ),
            models.CheckConstraint(name="question_text_given", condition=~Q(text_fi="")),
            models.CheckConstraint(
                name="question_bounds_in_order",
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(most__gt=F("least")),
            ),
            models.CheckConstraint(
                name="question_scale_has_ends",
                condition=(
                    ~Q(kind=QuestionKind.SCALE) | Q(least__isnull=False, most__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="question_condition_whole",
                condition=(
                    Q(shown_if__isnull=True, shown_if_value="")
                    | (Q(shown_if__isnull=False) & ~Q(shown_if_value=""))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text_fi

    @property
    def shown_text(self) -> str:
        return self.text("text")

    @property
    def heading(self) -> str:
        return self.text("heading")

    @property
    def hint(self) -> str:
        return self.text("hint")

    @property
    def unit(self) -> str:
        return self.text("unit")

    @property
    def condition(self) -> str:
        """The option on which it is shown, in the reader's language; empty when always shown."""
        return dict(self.shown_if.choices).get(self.shown_if_value, "") if self.shown_if else ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What can be chosen, with its name in the reader's language; empty for open questions."""
        if self.kind == QuestionKind.SCALE:
            ends = {option["value"]: option_text(option) for option in self.options}
            points = range(self.least or 0, (self.most or 0) + 1)
            return [
                (str(point), f"{point} {ends[str(point)]}" if str(point) in ends else str(point))
                for point in points
            ]
        if self.kind in CHOSEN_KINDS:
            return [(option["value"], option_text(option)) for option in self.options]
        return []


def option_text(option: dict[str, str]) -> str:
    """Return the name of an option in the reader's language, else in Finnish."""
    return option.get(get_language() or "fi", "") or option["fi"]
