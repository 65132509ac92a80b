from datetime import UTC, datetime

import pytest
from django.db import transaction

from kenno.core import audit
from kenno.core.models import AuditRecord


def test_record_names_who_did_what_to_what(person):
    record = audit.record(
        "people.invited", subject=person, by=person, message="Tervetuloa", data={"role": "x"}
    )
    record.refresh_from_db()
    assert (
        record.action,
        record.by,
        record.subject,
        record.label,
        record.message,
        record.data,
    ) == (
        "people.invited",
        person,
        person,
        "Aino Esimerkki",
        "Tervetuloa",
        {"role": "x"},
    )


def test_record_of_the_system_has_no_person(db):
    record = audit.record("search.rebuilt", subject=None, by=None)
    record.refresh_from_db()
    assert (record.by, record.subject, record.label, record.data) == (None, None, "", {})


def test_record_cuts_a_long_label(person):
    person.first_name = "A" * 300
    assert audit.record("people.renamed", subject=person, by=person).label == "A" * 200


def test_record_outlives_the_person_who_did_it(person):
    record = audit.record("people.left", subject=None, by=person)
    person.delete()
    record.refresh_from_db()
    assert (record.action, record.by) == ("people.left", None)


def test_record_is_undone_with_its_change(person):
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.record("people.invited", subject=person, by=person)
        raise RuntimeError
    assert AuditRecord.objects.count() == 0


def test_history_has_the_newest_first_and_only_this_record(
    person, time_machine, django_assert_num_queries
):
    time_machine.move_to(datetime(2026, 5, 1, 12, tzinfo=UTC), tick=False)
    audit.record("people.invited", subject=person, by=person)
    audit.record("search.rebuilt", subject=None, by=None)
    time_machine.move_to(datetime(2026, 5, 2, 12, tzinfo=UTC), tick=False)
    audit.record("people.renamed", subject=person, by=person)
    with django_assert_num_queries(1):
        lines = [(record.action, str(record.by)) for record in audit.history(person)]
    assert lines == [
        ("people.renamed", "Aino Esimerkki"),
        ("people.invited", "Aino Esimerkki"),
    ]
