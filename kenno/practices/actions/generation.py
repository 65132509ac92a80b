"""Practices in any number for measurements: made of the examples' sentences and YSO's words."""

import random
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from kenno.core import audit
from kenno.core.languages import LANGUAGES
from kenno.moderation.enums import ReviewState
from kenno.people.demonstration import add_demonstration_contact
from kenno.people.models import Contact
from kenno.places.models import Municipality
from kenno.practices.actions.examples import TERMS, read_examples
from kenno.practices.enums import PracticeStatus, Provenance
from kenno.practices.models import SUMMARY_LENGTH, TITLE_LENGTH, Claim, Practice, Step, WorkingHours
from kenno.search import actions as search

BATCH = 500
TERMS_OF_EACH = {
    "statutory_tasks": 2,
    "target_groups": 2,
    "art_forms": 1,
    "effect_areas": 2,
    "themes": 4,
}
TEXT_FIELDS = ("need", "description", "what_failed", "do_differently", "smallest_version")
TITLES = ("kulttuurisihteeri", "kulttuurituottaja", "kirjastonjohtaja")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class Planned(NamedTuple):
    """A practice to generate: whose it is, how far it has come, and where it was told."""

    place: Municipality
    state: ReviewState = ReviewState.PUBLISHED
    provenance: Provenance = Provenance.OWN


class _Writer:
    """Writes texts of realistic length in one language from the examples' sentences."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self.chance = chance
        own = [example for example in read_examples() if example["language"] == language]
        self.titles = [example["title"] for example in own]
        self.sentences = [
            sentence
            for example in own
            for field in TEXT_FIELDS
            for sentence in SENTENCE_END.split(example.get(field) or "")
            if sentence
        ]

    def text(self, sentences: int, word: str) -> str:
        """Return this many sentences about a word of the vocabulary."""
        chosen = [self.chance.choice(self.sentences) for _ in range(sentences)]
        return f"{word.capitalize()}: " + " ".join(chosen)


def _contact(place: Municipality, chance: random.Random) -> Contact:
    return add_demonstration_contact(
        email=f"kulttuuri@{place.slug_fi}.example",
        title=chance.choice(TITLES),
        municipality=place,
    )


def _practice(
    number: int,
    writer: _Writer,
    language: str,
    planned: Planned,
    words: list[str],
    contacts: dict[int, Contact],
) -> Practice:
    chance, place = writer.chance, planned.place
    is_live = planned.state == ReviewState.PUBLISHED
    title = f"{chance.choice(writer.titles)[:60]}: {words[0]}"[:TITLE_LENGTH]
    published = timezone.now() - timedelta(minutes=number) if is_live else None
    return Practice(
        title=title,
        summary=writer.text(2, words[0])[:SUMMARY_LENGTH],
        language=language,
        slug=f"{slugify(title)[:80]}-g{number}" if is_live else None,
        municipality=place,
        organisation=place.name_fi,
        practice_status=chance.choice(PracticeStatus.values),
        start_year=chance.randint(2005, 2026),
        need=writer.text(5, words[1]),
        description=writer.text(9, words[2]),
        what_failed=writer.text(3, words[3]),
        smallest_version=writer.text(2, words[0]),
        cost_yearly_eur=chance.randint(0, 80) * 500,
        lead_time_weeks=chance.randint(1, 52),
        contact=contacts[place.pk],
        completeness=chance.randint(30, 95),
        is_example=True,
        provenance=planned.provenance,
        live=is_live,
        review_state=planned.state,
        first_published_at=published,
        last_published_at=published,
    )


def _rows_of(practice: Practice, writer: _Writer, words: list[str]) -> dict[type, list[Any]]:
    return {
        Step: [
            Step(
                practice=practice,
                sort_order=i,
                title=f"{i + 1}. {word}"[:120],
                text=writer.text(2, word),
            )
            for i, word in enumerate(words)
        ],
        WorkingHours: [
            WorkingHours(practice=practice, role="tuottaja", hours_to_start=40, hours_per_year=80)
        ],
        Claim: [
            Claim(
                practice=practice,
                statement=writer.text(1, words[0])[:300],
                value=writer.chance.randint(5, 5000),
                unit="osallistujaa",
                how="counted",
            )
        ],
    }


def generate_practices(*, number: int, seed: int = 1) -> int:
    """Add `number` published practices for measurements and return how many there now are.

    They are marked as examples, about 350 words each, spread over all municipalities, three in
    four in Finnish; the same seed gives the same texts. `remove_examples` removes them.
    """
    places = list(Municipality.objects.order_by("code"))
    chance = random.Random(seed)  # noqa: S311 - texts for measurements, no secrets
    generate_planned(planned=[Planned(chance.choice(places)) for _ in range(number)], seed=seed)
    return Practice.objects.count()


def generate_planned(*, planned: Sequence[Planned], seed: int = 1) -> list[Practice]:
    """Add a practice for each of `planned`, as `generate_practices` does, and return them."""
    if not planned:
        return []
    chance = random.Random(seed)  # noqa: S311 - texts for measurements, no secrets
    writers = {language: _Writer(language, chance) for language in LANGUAGES}
    terms = {name: list(model._default_manager.order_by("pk")) for name, model in TERMS.items()}
    first = Practice.objects.count()
    contacts: dict[int, Contact] = {}
    made: list[Practice] = []
    with transaction.atomic():
        for start in range(0, len(planned), BATCH):
            chosen_terms: list[dict[str, list[Any]]] = []
            practices: list[Practice] = []
            texts: list[tuple[_Writer, list[str]]] = []
            for i, plan in enumerate(planned[start : start + BATCH], start):
                language = chance.choices(LANGUAGES, (75, 20, 5))[0]
                own = {name: chance.sample(terms[name], n) for name, n in TERMS_OF_EACH.items()}
                words = [
                    getattr(theme, f"label_{language}") or theme.label_fi for theme in own["themes"]
                ]
                if plan.place.pk not in contacts:
                    contacts[plan.place.pk] = _contact(plan.place, chance)
                practices.append(
                    _practice(first + i, writers[language], language, plan, words, contacts)
                )
                chosen_terms.append(own)
                texts.append((writers[language], words))
            made += Practice.objects.bulk_create(practices)
            _add_parts(practices, chosen_terms, texts)
        audit.record("practices.generated", subject=None, by=None, data={"practices": len(made)})
    search.rebuild()
    return made


def _add_parts(
    practices: list[Practice],
    chosen_terms: list[dict[str, list[Any]]],
    texts: list[tuple[_Writer, list[str]]],
) -> None:
    rows: dict[type, list[Any]] = {Step: [], WorkingHours: [], Claim: []}
    for practice, (writer, words) in zip(practices, texts, strict=True):
        for model, made in _rows_of(practice, writer, words).items():
            rows[model] += made
    for model, made in rows.items():
        model._default_manager.bulk_create(made)  # type: ignore[attr-defined]
    for name in TERMS_OF_EACH:
        relation = Practice._meta.get_field(name)
        through = relation.remote_field.through  # type: ignore[union-attr]
        target = relation.m2m_reverse_field_name()  # type: ignore[union-attr]
        through.objects.bulk_create(
            through(**{"practice": practice, target: term})
            for practice, own in zip(practices, chosen_terms, strict=True)
            for term in own[name]
        )
