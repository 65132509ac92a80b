"""Files of answers: asked for, made by a task, fetched by who asked only, and forgotten."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kenno.core.exceptions import Refusal
from kenno.core.models import AuditRecord
from kenno.people.actions import Asked, remove_person
from kenno.people.models import User
from kenno.places.models import Municipality
from kenno.surveys.actions.export_files import forget_answers_files, make_answers_file
from kenno.surveys.actions.exports import MOST_KEPT, ask_for_answers
from kenno.surveys.enums import ExportState
from kenno.surveys.models import AnswersFile, SurveyRound
from kenno.surveys.models.exports import KEPT, LONGEST_MAKING, exports_folder
from tests.factories.people import (
    AdministratorFactory,
    CoordinatorFactory,
    RegionCoordinatorFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.factories.surveys import OpenRoundFactory, RoundFactory, SubmittedResponseFactory
from tests.utils.htmx import HEADERS, assert_same_page, swap

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> SurveyRound:
    return OpenRoundFactory()


def ask(survey: SurveyRound, by: User, **wanted: Any) -> AnswersFile:
    given = {"kind": "json", "unfinished": False, "personal": False, **wanted}
    return ask_for_answers(survey=survey, by=by, **given)


def ready(survey: SurveyRound, by: User, **wanted: Any) -> AnswersFile:
    asked = ask(survey, by, **wanted)
    make_answers_file(asked.pk)
    return AnswersFile.objects.get(pk=asked.pk)


def address(survey: SurveyRound) -> str:
    return f"/tyopoyta/kyselyt/{survey.pk}/vie/"


def fetching(file: AnswersFile) -> str:
    return f"/tyopoyta/kyselyt/tiedosto/{file.pk}/lataa/"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def written_down(action: str) -> list[dict[str, Any]]:
    return list(AuditRecord.objects.filter(action=action).values_list("data", flat=True))


@pytest.mark.parametrize(
    ("kind", "media_type", "extension"),
    [
        ("csv", "application/zip", "zip"),
        ("json", "application/json", "json"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ],
)
def test_file_is_asked_for_made_by_a_task_and_fetched(
    survey: SurveyRound,
    django_capture_on_commit_callbacks: Any,
    kind: str,
    media_type: str,
    extension: str,
) -> None:
    person = CoordinatorFactory()
    client = signed_in(person)
    with django_capture_on_commit_callbacks() as made:
        answer = client.post(address(survey), {"kind": kind})
    assert answer["Location"] == address(survey)
    page = client.get(address(survey))
    assert page.context["is_making"] is True
    assert "valmistellaan" in page.content.decode()
    for callback in made:
        callback()
    page = client.get(address(survey))
    (file,) = page.context["files"]
    assert (file.state, page.context["is_making"]) == (ExportState.READY, False)
    fetched = client.post(fetching(file))
    assert (fetched.status_code, fetched["Content-Type"]) == (200, media_type)
    name = f"survey-{survey.pk}.{extension}"
    assert fetched["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in fetched["Cache-Control"]
    assert b"".join(fetched.streaming_content) == file.path.read_bytes()
    assert len(file.path.read_bytes()) == file.size


def test_asking_and_fetching_are_written_down(survey: SurveyRound) -> None:
    SubmittedResponseFactory(round=survey)
    person = CoordinatorFactory()
    file = ready(survey, person, personal=True)
    wanted = {"kind": "json", "unfinished": False, "personal_data": True}
    assert written_down("surveys.answers_exported") == [wanted]
    signed_in(person).post(fetching(file))
    assert written_down("surveys.answers_fetched") == [{**wanted, "responses": 1}]
    assert AuditRecord.objects.get(action="surveys.answers_fetched").subject == survey


def test_file_is_made_once_however_often_its_task_runs(survey: SurveyRound) -> None:
    file = ready(survey, CoordinatorFactory())
    before = file.path.stat().st_mtime_ns
    assert make_answers_file(file.pk) is False
    assert file.path.stat().st_mtime_ns == before
    assert [path.name for path in exports_folder().iterdir()] == [file.name]


def test_asking_twice_while_it_is_made_is_asking_once(survey: SurveyRound) -> None:
    person = CoordinatorFactory()
    first = ask(survey, person)
    assert ask(survey, person) == first
    assert ask(survey, person, personal=True) != first
    assert ask(survey, CoordinatorFactory()) != first


def test_as_many_files_are_asked_for_as_may_be(survey: SurveyRound) -> None:
    person = CoordinatorFactory()
    for _number in range(MOST_KEPT):
        ready(survey, person)
    with pytest.raises(Refusal):
        ask(survey, person)
    answer = signed_in(person).post(address(survey), {"kind": "json"}, follow=True)
    assert "Olet pyytänyt jo monta tiedostoa" in answer.content.decode()


def test_export_as_something_else_is_refused(survey: SurveyRound) -> None:
    with pytest.raises(Refusal):
        ask(survey, CoordinatorFactory(), kind="pdf")
    assert not AnswersFile.objects.exists()


def test_making_that_fails_says_so_and_leaves_nothing_behind(survey: SurveyRound) -> None:
    asked = ask(survey, CoordinatorFactory())
    exports_folder().mkdir()
    asked.path.mkdir()
    with pytest.raises(OSError, match="directory"):
        make_answers_file(asked.pk)
    asked.refresh_from_db()
    assert asked.state == ExportState.FAILED
    assert [path.name for path in exports_folder().iterdir()] == [asked.name]


def test_file_whose_maker_is_gone_can_be_asked_for_again(
    survey: SurveyRound, time_machine: Any
) -> None:
    person = CoordinatorFactory()
    asked = ask(survey, person)
    time_machine.move_to(timezone.now() + LONGEST_MAKING + timedelta(seconds=1), tick=False)
    assert asked.state == ExportState.FAILED
    again = ask(survey, person)
    assert again != asked
    assert "Tee tiedosto uudelleen." in signed_in(person).get(address(survey)).content.decode()


def test_file_is_for_who_asked_only(survey: SurveyRound) -> None:
    file = ready(survey, CoordinatorFactory())
    another = signed_in(CoordinatorFactory())
    assert another.post(fetching(file)).status_code == 404
    assert another.get(address(survey)).context["files"] == []
    assert Client().post(fetching(file)).status_code == 302


def test_file_is_fetched_by_the_rights_of_the_moment(survey: SurveyRound) -> None:
    person = CoordinatorFactory()
    file, plain = ready(survey, person, personal=True), ready(survey, person)
    membership = person.memberships.get()
    membership.role = "administrator"
    membership.save()
    client = signed_in(person)
    assert client.post(fetching(plain)).status_code == 200
    assert client.post(fetching(file)).status_code == 403
    membership.delete()
    assert client.post(fetching(plain)).status_code == 403
    assert len(written_down("surveys.answers_fetched")) == 1


def test_fetching_is_no_get(survey: SurveyRound) -> None:
    person = CoordinatorFactory()
    file = ready(survey, person)
    assert signed_in(person).get(fetching(file)).status_code == 405


def test_file_is_forgotten_after_a_day(survey: SurveyRound, time_machine: Any) -> None:
    person = CoordinatorFactory()
    old = ready(survey, person)
    time_machine.move_to(timezone.now() + KEPT, tick=False)
    fresh = ready(survey, person)
    assert signed_in(person).post(fetching(old)).status_code == 410
    assert forget_answers_files(timezone.now(), True) == 1
    assert old.path.exists()
    assert forget_answers_files(timezone.now(), False) == 1
    assert [path.name for path in exports_folder().iterdir()] == [fresh.name]
    assert list(AnswersFile.objects.all()) == [fresh]
    assert forget_answers_files(timezone.now(), False) == 0


def test_forgetting_takes_files_that_nobody_knows_of(
    survey: SurveyRound, time_machine: Any
) -> None:
    file = ready(survey, CoordinatorFactory())
    AnswersFile.objects.all().delete()
    forget_answers_files(timezone.now(), False)
    assert file.path.exists()
    time_machine.move_to(timezone.now() + KEPT + timedelta(minutes=1), tick=False)
    forget_answers_files(timezone.now(), False)
    assert not file.path.exists()


def test_files_go_with_the_person_who_asked(
    survey: SurveyRound, django_capture_on_commit_callbacks: Any
) -> None:
    person, administrator = CoordinatorFactory(), AdministratorFactory()
    CoordinatorFactory()
    file = ready(survey, person)
    with django_capture_on_commit_callbacks(execute=True):
        remove_person(person=person, asked=Asked.BY_LETTER, by=administrator)
    assert not file.path.exists()
    assert not AnswersFile.objects.exists()


def test_file_that_is_not_there_any_more_is_told_of(survey: SurveyRound) -> None:
    """After a restore there are rows without files: backups leave these out."""
    person = CoordinatorFactory()
    file = ready(survey, person)
    file.path.unlink()
    answer = signed_in(person).post(fetching(file))
    assert answer.status_code == 410
    assert "Pyydä uusi" in answer.content.decode()


def test_page_does_nothing_on_get(survey: SurveyRound) -> None:
    client = signed_in(CoordinatorFactory())
    assert client.get(address(survey) + "?kind=json&personal=on").status_code == 200
    assert not AnswersFile.objects.exists()


@pytest.mark.parametrize("kind", ["", "pdf", "\x00"])
def test_page_says_what_is_wrong(survey: SurveyRound, kind: str) -> None:
    response = signed_in(CoordinatorFactory()).post(
        address(survey), {"kind": kind, "personal": "1"}
    )
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()


def test_page_needs_as_many_queries_with_many_files(survey: SurveyRound) -> None:
    counts = []
    for number in (1, 3):
        person = CoordinatorFactory()
        client = signed_in(person)
        for _file in range(number):
            ready(survey, person)
        client.get(address(survey))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(survey))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_persons_are_for_national_coordinators_only(survey: SurveyRound) -> None:
    wanted = {"kind": "json", "personal": "on"}
    assert signed_in(CoordinatorFactory()).post(address(survey), wanted).status_code == 302
    administrator = signed_in(AdministratorFactory())
    assert administrator.post(address(survey), wanted).status_code == 403
    assert administrator.post(address(survey), {"kind": "json"}).status_code == 302
    assert "personal" not in administrator.get(address(survey)).context["form"].fields


def test_answers_are_not_for_regions_or_readers(survey: SurveyRound) -> None:
    place: Municipality = MunicipalityFactory()
    for person in (RegionCoordinatorFactory(region=place.region), UserFactory()):
        assert signed_in(person).post(address(survey), {"kind": "json"}).status_code == 403
    assert Client().post(address(survey), {"kind": "json"}).status_code == 302


def test_draft_has_nothing_to_take_out() -> None:
    assert signed_in(CoordinatorFactory()).get(address(RoundFactory())).status_code == 404


def test_what_is_kept_of_a_person_names_the_files(survey: SurveyRound) -> None:
    person = CoordinatorFactory()
    file = ready(survey, person)
    told = json.loads(signed_in(person).post("/tyopoyta/omat-tiedot/lataa/").content)
    assert str(file) in json.dumps(told, ensure_ascii=False)


def test_page_that_fetched_itself_is_the_page_itself(survey: SurveyRound) -> None:
    person = CoordinatorFactory()
    client = signed_in(person)
    asked = ask(survey, person)
    start = client.get(address(survey))
    make_answers_file(asked.pk)
    swapped = swap(start, trigger="#files", answer=client.get(address(survey), headers=HEADERS))
    assert_same_page(swapped, client.get(address(survey)))
