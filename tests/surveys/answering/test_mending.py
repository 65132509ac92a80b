"""A told practice comes back: the link of the mail, what it opens, and what it does not."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kenno.core.models import OutboxMessage
from kenno.moderation import actions as moderation
from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.practices.models import Practice
from kenno.surveys.actions import rounds
from kenno.surveys.actions.invitations import revoke_invitation
from kenno.surveys.actions.returning import way_back
from kenno.surveys.enums import RoundState
from kenno.surveys.models import SurveyRound
from tests.factories.people import CoordinatorFactory, UserFactory
from tests.factories.practices import PracticeFactory
from tests.factories.surveys import OpenRoundFactory
from tests.practices.form import newest
from tests.surveys.answering.conftest import WITH_TASKS, Link
from tests.surveys.answering.test_told_practices import HTMX, section, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return CoordinatorFactory()


@pytest.fixture
def told(invited) -> Link:
    """A link whose answer, with one practice, has been sent."""
    link = invited(OpenRoundFactory(practice_sections=WITH_TASKS))
    whole(link)
    link.post("submit")
    return link


def give_back(practice: Practice, by: User, part: str = "") -> None:
    moderation.return_to_author(
        record=practice,
        by=by,
        revision_id=practice.current_workflow_task_state.revision_id,
        message="Kenelle tämä on?",
        part=part,
    )


def mended(told: Link, by: User, part: str = "") -> tuple[Practice, Link, str]:
    """Return a practice that came back, the link of its mail, and the path that the mail opens."""
    practice = Practice.objects.get()
    give_back(practice, by, part)
    body = OutboxMessage.objects.filter(kind="moderation.returned").latest("pk").body
    [path] = re.findall(r"/kysely/\S+", body)
    return practice, Link(told.invitation, path.split("/")[2], Client()), path


def test_mail_opens_the_part_with_the_message(told, coordinator):
    practice, link, path = mended(told, coordinator, "basics")
    assert path == link.url("section", practice.pk, "basics")
    page = link.client.get(path)
    assert "Kenelle tämä on?" in page.content.decode()
    assert "Tallenna ja lähetä uudelleen" in page.content.decode()
    assert OutboxMessage.objects.get(kind="moderation.returned").confidential is True


def test_part_that_the_round_did_not_ask_is_opened_whole(told, coordinator):
    practice, link, path = mended(told, coordinator, "story")
    fields = link.client.get(path).context["editor"].form.fields
    assert list(fields) == ["need", "description"]
    data = section(link, practice, "story", need="Lapset jäivät ulos.", description="")
    link.post("section", practice.pk, "story", data=data)
    assert newest(practice).need == "Lapset jäivät ulos."
    assert link.get("section", practice.pk, "resources").status_code == 404


@pytest.mark.parametrize("part", ["", "contact"])
def test_mail_about_all_or_what_is_not_written_by_link_opens_the_overview(told, coordinator, part):
    practice, link, path = mended(told, coordinator, part)
    assert path == link.url("returned", practice.pk)
    html = link.client.get(path).content.decode()
    assert "Kenelle tämä on?" in html
    assert "Lähetä uudelleen tarkistettavaksi" in html


def test_saving_and_sending_again_is_one_press(told, coordinator):
    practice, link, _path = mended(told, coordinator, "basics")
    data = section(
        link, practice, title="Kulttuurikortteli", summary="Kaikille", language="fi", send="1"
    )
    assert link.post("section", practice.pk, "basics", data=data)["Location"] == link.url(
        "returned", practice.pk
    )
    practice.refresh_from_db()
    assert (practice.review_state, newest(practice).summary) == (ReviewState.IN_REVIEW, "Kaikille")
    assert "Koordinaattori lukee tekstin" in link.get("returned", practice.pk).content.decode()
    late = link.get("section", practice.pk, "basics")
    assert late["Location"] == link.url("returned", practice.pk)


def test_sending_again_what_lacks_something_says_what(told, coordinator):
    practice, link, _path = mended(told, coordinator, "basics")
    data = section(link, practice, title="Kulttuurikortteli", summary="", language="fi", send="1")
    answer = link.client.post(
        link.url("section", practice.pk, "basics"), data, follow=True
    ).content.decode()
    assert "Ennen lähettämistä tarvitaan vielä: tiivistelmä." in answer
    assert "Lähetä uudelleen tarkistettavaksi" not in answer
    practice.refresh_from_db()
    assert practice.review_state == ReviewState.RETURNED


def test_link_works_after_the_round_for_sixty_days_and_for_nothing_else(
    told, coordinator, time_machine
):
    survey = SurveyRound.objects.get()
    rounds.close_round(survey=survey, by=coordinator)
    practice, link, path = mended(told, coordinator, "basics")
    time_machine.move_to(timezone.now() + timedelta(days=59), tick=False)
    rounds.archive_round(survey=survey, by=coordinator)
    assert link.client.get(path).status_code == 200
    assert told.get("summary").status_code == 410
    for name in ("invitation", "answer", "summary", "add_practice", "delegate", "decline"):
        page = link.get(name)
        assert page.status_code == 410
        assert "Kysely ei ole enää auki." in page.content.decode()
    assert link.post("submit").status_code == 410
    assert link.get("returned", practice.pk + 1).status_code == 410
    time_machine.move_to(timezone.now() + timedelta(days=2), tick=False)
    assert link.client.get(path).status_code == 410


def test_paused_round_does_not_keep_from_mending(told, coordinator):
    _practice, link, path = mended(told, coordinator, "basics")
    SurveyRound.objects.update(state=RoundState.PAUSED)
    assert link.client.get(path).status_code == 200


def test_link_of_an_earlier_mail_goes_on_working(told, coordinator):
    practice, first, path = mended(told, coordinator, "basics")
    first.post("submit_returned", practice.pk)
    practice.refresh_from_db()
    _practice, second, _path = mended(told, coordinator, "audience")
    assert first.token != second.token
    assert first.client.get(path).status_code == 200
    assert told.get("summary").status_code == 200


def test_form_that_saves_itself_after_it_was_taken_over_is_told(told, coordinator):
    practice, link, _path = mended(told, coordinator, "basics")
    data = section(link, practice, title="Kulttuurikortteli", summary="Myöhässä")
    moderation.take_over(record=practice, by=coordinator)
    told.response.practices.update(taken_over_at=timezone.now())
    answer = link.post("section", practice.pk, "basics", data=data, **HTMX)
    assert answer.status_code == 410
    assert newest(practice).summary == "Lyhyesti"
    assert (
        "Koordinaattori käsittelee tekstiä." in link.get("returned", practice.pk).content.decode()
    )


def test_revoked_invitation_mends_nothing(told, coordinator):
    _practice, link, path = mended(told, coordinator, "basics")
    revoke_invitation(invitation=told.invitation, by=coordinator)
    assert link.client.get(path).status_code == 410


def test_way_back_is_for_those_who_wrote_the_answer_only(told, coordinator):
    practice = Practice.objects.get()
    assert way_back(practice, UserFactory()) is None
    assert way_back(PracticeFactory(), told.invitation.person) is None
    revoke_invitation(invitation=told.invitation, by=coordinator)
    assert way_back(practice, told.invitation.person) is None


def test_published_practice_is_read_from_the_old_link(told, coordinator):
    practice, link, _path = mended(told, coordinator)
    link.post("submit_returned", practice.pk)
    practice.refresh_from_db()
    moderation.approve(
        record=practice,
        by=coordinator,
        revision_id=practice.current_workflow_task_state.revision_id,
    )
    assert "/kaytanteet/kulttuurikortteli/" in link.get("returned", practice.pk).content.decode()
