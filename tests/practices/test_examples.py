from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.html import escape

from kenno.core.models import AuditRecord
from kenno.people.models import Consent, Contact, User
from kenno.places.actions import load_places
from kenno.places.models import Municipality
from kenno.practices.actions.examples import TERMS, load_examples, read_examples, remove_examples
from kenno.practices.actions.generation import generate_practices
from kenno.practices.models import SUMMARY_LENGTH, TITLE_LENGTH, Practice
from kenno.search import queries as search
from tests.factories.people import ShownContactFactory, UserFactory
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.vocabulary import (
    ArtFormFactory,
    ConceptFactory,
    EffectAreaFactory,
    StatutoryTaskFactory,
    TargetGroupFactory,
)

pytestmark = pytest.mark.django_db

FACTORIES = {
    "statutory_tasks": StatutoryTaskFactory,
    "target_groups": TargetGroupFactory,
    "art_forms": ArtFormFactory,
    "effect_areas": EffectAreaFactory,
    "themes": ConceptFactory,
}


@pytest.fixture
def country() -> None:
    """The real municipalities and the terms that the examples use."""
    load_places()
    examples = read_examples()
    for name in TERMS:
        for code in sorted({code for example in examples for code in example.get(name) or []}):
            FACTORIES[name](code=code)


def test_read_examples_are_as_many_and_varied_as_promised() -> None:
    examples = read_examples()

    assert Counter(example["language"] for example in examples) == {"fi": 45, "sv": 12, "en": 3}
    assert len({example["key"] for example in examples}) == 60
    assert max(len(example["title"]) for example in examples) <= TITLE_LENGTH
    assert max(len(example["summary"]) for example in examples) <= SUMMARY_LENGTH
    assert all(
        (example.get("contact") or {}).get("email", "x.example").endswith(".example")
        for example in examples
    )


def test_load_examples_publishes_and_marks_every_one(country: None) -> None:
    assert load_examples() == 60

    assert Practice.objects.published().examples().count() == 60
    assert Practice.objects.filter(adapted_from__isnull=False).count() == 3
    assert search.find("kulttuurikaverin", kind="practice", language="fi").total > 0


def test_load_examples_shows_who_answers_for_them_by_title(country: None, client: Client) -> None:
    load_examples()

    told = [example["contact"] for example in read_examples() if example.get("contact")]
    asked = Practice.objects.filter(contact__in=Contact.objects.shown())
    assert asked.count() == len(told) > 50
    assert Contact.objects.filter(is_example=False).count() == 0
    practice = asked.order_by("pk")[0]
    page = client.get(practice.get_absolute_url()).content.decode()
    assert f'<p class="person__role">{escape(practice.contact.title)}</p>' in page
    assert practice.contact.person.email not in page


def test_load_examples_twice_adds_nothing(country: None) -> None:
    load_examples()

    assert load_examples() == 0
    assert Practice.objects.count() == 60
    assert AuditRecord.objects.filter(action="practices.examples_loaded").count() == 1


def test_remove_examples_leaves_what_people_wrote(country: None) -> None:
    load_examples()
    own = PublishedPracticeFactory(municipality=Municipality.objects.get(code="009"))
    generate_practices(number=5)
    UserFactory(is_example=True)
    colleague = UserFactory()
    contact = ShownContactFactory(person=colleague)

    assert remove_examples() == 65

    assert list(Practice.objects.all()) == [own]
    assert list(User.objects.all()) == [colleague]
    assert list(Contact.objects.all()) == [contact]
    assert [consent.contact for consent in Consent.objects.all()] == [contact]
    assert search.find("", kind="practice", language="fi").total == 1


def test_generate_practices_makes_published_examples_of_realistic_length(country: None) -> None:
    assert generate_practices(number=20) == 20

    practices = Practice.objects.published().examples()
    assert practices.count() == 20
    assert practices.filter(contact__in=Contact.objects.shown()).count() == 20
    words = [
        len(f"{p.summary} {p.need} {p.description} {p.what_failed}".split()) for p in practices
    ]
    assert 100 < sum(words) / len(words) < 500
    assert search.find("", kind="practice", language="fi").total == 20


def test_generate_practices_with_same_seed_gives_same_titles(country: None) -> None:
    generate_practices(number=5, seed=7)
    titles = list(Practice.objects.order_by("pk").values_list("title", flat=True))
    Practice.objects.all().delete()

    generate_practices(number=5, seed=7)

    assert list(Practice.objects.order_by("pk").values_list("title", flat=True)) == titles
    assert Municipality.objects.count() == 308


def test_commands_add_generate_and_remove(country: None) -> None:
    output = StringIO()

    call_command("load_examples", stdout=output)
    call_command("generate", practices=2, stdout=output)
    call_command("remove_examples", stdout=output)

    assert output.getvalue().splitlines() == [
        "Example practices: 60 added",
        "Practices: 2 generated, 62 in all",
        "Example and generated practices: 62 removed",
    ]


def test_generate_refuses_number_below_one() -> None:
    with pytest.raises(CommandError, match="Say how many"):
        call_command("generate", practices=0)
