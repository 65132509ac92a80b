"""The nets of conftest.py catch what they are stretched for."""

import pytest
from django.core.paginator import Paginator
from django.template import Context, Origin, Template
from django_tasks import task

from kenno.core.models import AuditRecord, OutboxMessage
from tests.utils.ordering import UnorderedSlice
from tests.utils.tasks import TaskFailed
from tests.utils.templates import UnknownVariable


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{{ missing }}",
        "{{ missing|upper }}",
        "{{ known.missing }}",
        "{% blocktranslate %}x {{ missing }}{% endblocktranslate %}",
        "{% with name=missing %}{{ name }}{% endwith %}",
    ],
)
def test_template_with_unknown_variable_fails(source):
    with pytest.raises(UnknownVariable, match="missing"):
        draw(source, known={})


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("{{ known }}", "kenno"),
        ("{{ missing|default:'-' }}", "-"),
        ("{% if missing %}a{% else %}b{% endif %}", "b"),
        ("{% blocktranslate %}x {{ known }}{% endblocktranslate %}", "x kenno"),
    ],
)
def test_template_with_known_or_optional_variable_is_drawn(source, drawn):
    assert draw(source, known="kenno") == drawn


def test_template_with_unknown_variable_fails_after_a_change_of_settings(settings):
    settings.DEBUG = True
    with pytest.raises(UnknownVariable, match="missing"):
        draw("{{ missing }}")


def test_template_of_others_may_use_unknown_variables():
    template = Template("[{{ missing }}]", origin=Origin("/elsewhere/page.html"))
    assert template.render(Context()) == "[]"


@pytest.fixture
def twenty_messages(db):
    for number in range(20):
        OutboxMessage.objects.create(
            kind="test", recipient="a@kenno.example", subject=str(number), body=""
        )


def test_queryset_without_order_is_shuffled(twenty_messages):
    unordered = OutboxMessage.objects.order_by()
    orders = {tuple(unordered.all().values_list("pk", flat=True)) for _ in range(5)}
    assert len(orders) > 1


def test_queryset_with_order_is_left_alone(twenty_messages):
    ordered = OutboxMessage.objects.order_by("pk")
    orders = {tuple(ordered.all().values_list("pk", flat=True)) for _ in range(5)}
    assert len(orders) == 1


def test_queryset_without_order_is_not_sliced(twenty_messages):
    with pytest.raises(UnorderedSlice):
        list(OutboxMessage.objects.order_by()[:5])


def test_queryset_without_order_gives_one_row(twenty_messages):
    assert OutboxMessage.objects.order_by().get(subject="7").subject == "7"


def test_queryset_without_order_is_not_paginated(twenty_messages):
    with pytest.raises(RuntimeWarning):
        Paginator(OutboxMessage.objects.order_by(), 5).page(1)


@task()
def stumble() -> None:
    AuditRecord.objects.get(pk=0)


def test_task_that_fails_fails_the_test(db):
    with pytest.raises(TaskFailed, match="DoesNotExist"):
        stumble.enqueue()


def test_directories_are_the_test_s_own(settings, tmp_path):
    assert settings.MEDIA_ROOT.is_relative_to(tmp_path)
    assert settings.SEARCH_INDEX_DIR.is_relative_to(tmp_path)
    assert tmp_path == settings.VAR_DIR
