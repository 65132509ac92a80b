from typing import Any

import factory
from factory.django import DjangoModelFactory

from kenno.vocabulary.labels import fold, later_words, without_dots
from kenno.vocabulary.models import (
    ArtForm,
    Concept,
    ConceptLabel,
    ConceptWord,
    EffectArea,
    StatutoryTask,
    TargetGroup,
)


class ConceptLabelFactory(DjangoModelFactory):
    class Meta:
        model = ConceptLabel
        skip_postgeneration_save = True

    language = "fi"
    folded = factory.LazyAttribute(lambda label: fold(label.text))
    without_dots = factory.LazyAttribute(lambda label: without_dots(label.folded))
    preferred = True

    @factory.post_generation
    def words(self, create: bool, extracted: Any, **options: Any) -> None:
        for words in later_words(self.folded):
            ConceptWord.objects.create(label=self, folded=words, without_dots=without_dots(words))


class ConceptFactory(DjangoModelFactory):
    """A concept that can be looked up by its labels; `also` adds alternative Finnish ones."""

    class Meta:
        model = Concept
        skip_postgeneration_save = True

    code = factory.Sequence(lambda number: f"p{900000 + number}")
    uri = factory.LazyAttribute(lambda concept: f"http://www.yso.fi/onto/yso/{concept.code}")
    label_fi = factory.Sequence(lambda number: f"käsite {number}")

    @factory.post_generation
    def also(self, create: bool, extracted: Any, **options: Any) -> None:
        for language in ("fi", "sv", "en"):
            if text := getattr(self, f"label_{language}"):
                ConceptLabelFactory(concept=self, language=language, text=text)
        for text in extracted or []:
            ConceptLabelFactory(concept=self, text=text, preferred=False)


class TermFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    position = factory.Sequence(lambda number: number + 1)
    label_fi = factory.LazyAttribute(lambda term: f"{term.code} suomeksi")
    label_sv = factory.LazyAttribute(lambda term: f"{term.code} på svenska")
    label_en = factory.LazyAttribute(lambda term: f"{term.code} in English")


class StatutoryTaskFactory(TermFactory):
    class Meta:
        model = StatutoryTask

    code = factory.Sequence(lambda number: f"task-{number}")


class TargetGroupFactory(TermFactory):
    class Meta:
        model = TargetGroup

    code = factory.Sequence(lambda number: f"group-{number}")


class ArtFormFactory(TermFactory):
    class Meta:
        model = ArtForm

    code = factory.Sequence(lambda number: f"art-{number}")


class EffectAreaFactory(TermFactory):
    class Meta:
        model = EffectArea

    code = factory.Sequence(lambda number: f"effect-{number}")
