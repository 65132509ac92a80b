from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Labelled(models.Model):
    """Something with a label in three languages."""

    label_fi = models.CharField(max_length=200)
    label_sv = models.CharField(max_length=200, blank=True)
    label_en = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the reader's language, else in Finnish."""
        return getattr(self, f"label_{get_language()}", "") or self.label_fi


class Concept(Labelled):
    """A concept of the General Finnish Ontology YSO."""

    code = models.CharField(max_length=12, unique=True)
    uri = models.URLField(unique=True)
    # As the source runs them together, a line for each language: what changed is seen from here.
    alternative_labels = models.TextField(blank=True)
    is_cultural = models.BooleanField(default=False)

    class Meta:
        ordering = ["label_fi"]
        verbose_name = _("YSO-käsite")


class ConceptLabel(models.Model):
    """One way to call a concept in one language, folded for look-up from its beginning."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    without_dots = models.CharField(max_length=200)
    preferred = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(
                fields=["folded"], name="concept_label_folded", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(
                fields=["without_dots"],
                name="concept_label_without_dots",
                opclasses=["varchar_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ConceptWord(models.Model):
    """A label from one of its later words on, for look-up by any word of it."""

    label = models.ForeignKey(ConceptLabel, on_delete=models.CASCADE, related_name="words")
    folded = models.CharField(max_length=200)
    without_dots = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(
                fields=["folded"], name="concept_word_folded", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(
                fields=["without_dots"],
                name="concept_word_without_dots",
                opclasses=["varchar_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.folded


class Term(Labelled):
    """A row of a short ordered list."""

    code = models.SlugField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField()
    description_fi = models.TextField(blank=True)
    description_sv = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    concept = models.ForeignKey(
        Concept, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True
        ordering = ["position"]


class StatutoryTask(Term):
    """A task of municipalities: Act on municipal culture activities 166/2019, section 3."""

    class Meta(Term.Meta):
        verbose_name = _("lakisääteinen tehtävä")


class TargetGroup(Term):
    """For whom a practice is."""

    class Meta(Term.Meta):
        verbose_name = _("kohderyhmä")


class ArtForm(Term):
    """The art form that a practice works with."""

    class Meta(Term.Meta):
        verbose_name = _("taiteenala")


class EffectArea(Term):
    """Where the effects of a practice are looked for."""

    class Meta(Term.Meta):
        verbose_name = _("vaikutusalue")
