import pytest
from django.core import mail
from django.utils import timezone

from kenno.core.models import AuditRecord
from kenno.moderation import actions as moderation
from kenno.moderation.enums import ReviewState
from kenno.practices.enums import Provenance
from kenno.practices.models import Practice
from kenno.surveys.enums import InvitationState
from kenno.surveys.models import Invitation, Response, ResponsePractice
from tests.factories.people import CoordinatorFactory, ShownContactFactory
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.surveys import (
    CopyFactory,
    OpenRoundFactory,
    QuestionFactory,
    ResponsePracticeFactory,
    SentInvitationFactory,
)
from tests.factories.vocabulary import StatutoryTaskFactory
from tests.practices.form import newest
from tests.surveys.answering.conftest import WITH_TASKS, link_to

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def begin(link, title="Kulttuurikortteli", **given):
    link.post("add_practice", data={"title": title, "is_new": "1", **given})
    return Practice.objects.get(title=title)


def section(link, practice, name="basics", **given):
    page = link.get("section", practice.pk, name)
    keys = ("sitting", "based_on", "section_state")
    opened = {key: page.context[key] for key in keys}
    return {**opened, **given}


def test_practice_begins_as_a_draft_with_what_is_known(invited):
    link = invited()
    answer = link.post("add_practice", data={"title": "Kulttuurikortteli", "sitting": "a"})
    practice = Practice.objects.get()
    assert answer["Location"] == link.url("section", practice.pk, "basics")
    link.post("add_practice", data={"title": "Kulttuurikortteli", "sitting": "a"})
    draft = newest(practice)
    municipality = link.invitation.recipient.municipality
    assert ResponsePractice.objects.get().practice == practice
    assert (practice.provenance, practice.review_state) == (Provenance.SURVEY, ReviewState.DRAFT)
    assert practice.created_by == link.invitation.person
    assert practice.municipality == municipality
    assert draft.responsible_organisation.municipality == municipality


def test_contact_may_offer_to_be_asked_about_the_practice(invited):
    link = invited()
    assert "is_contact" not in link.get("add_practice").context["form"].fields
    recipient = link.invitation.recipient
    recipient.contact = ShownContactFactory(person=link.invitation.person)
    recipient.save()
    practice = begin(link, is_contact="on")
    assert practice.contact == recipient.contact


def test_section_asks_only_what_the_round_does_and_leaves_the_rest(invited):
    link = invited()
    practice = begin(link)
    page = link.get("section", practice.pk, "basics")
    assert list(page.context["editor"].form.fields) == ["title", "summary"]
    data = section(link, practice, title="Uusi nimi", summary="Lyhyesti")
    assert link.post("section", practice.pk, "basics", data=data)["Location"] == link.url("answer")
    draft = newest(practice)
    assert (draft.title, draft.summary) == ("Uusi nimi", "Lyhyesti")
    assert draft.responsible_organisation is not None
    assert link.get("section", practice.pk, "story").status_code == 404


def test_section_saves_itself_without_an_account(invited):
    link = invited()
    practice = begin(link)
    data = section(link, practice, title="Kulttuurikortteli", summary="Kesken")
    answer = link.post("section", practice.pk, "basics", data=data, **HTMX)
    assert "Tallennettu klo" in answer.content.decode()
    assert newest(practice).summary == "Kesken"


def test_section_behind_the_link_saves_what_is_right_beside_an_error(invited):
    link = invited()
    practice = begin(link)
    before = newest(practice).title
    data = section(link, practice, title="x" * 1000, summary="Kesken")
    answer = link.post("section", practice.pk, "basics", data=data, **HTMX)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<strong>Kaikkea ei tallennettu.</strong> Nimi: " in text
    assert "Muut kohdat ovat tallessa." in text
    draft = newest(practice)
    assert (draft.title, draft.summary) == (before, "Kesken")
    assert draft.responsible_organisation is not None


def test_theme_suggestions_are_saved_behind_the_link(invited):
    link = invited(OpenRoundFactory(practice_sections=WITH_TASKS))
    practice = begin(link)
    editor = link.get("section", practice.pk, "audience").context["editor"]
    assert editor.form.fields["themes"].widget.save_url == link.url(
        "section", practice.pk, "audience"
    )


def test_two_people_in_the_same_section_lose_nothing(invited):
    link = invited()
    practice = begin(link)
    copy = CopyFactory(
        round=link.invitation.recipient.round, municipality=link.invitation.recipient.municipality
    )
    other = link_to(SentInvitationFactory(recipient=copy))
    other.post("start")
    mine = section(link, practice, title="Kulttuurikortteli", summary="Minun")
    theirs = section(other, practice, title="Kulttuurikortteli", summary="Toisen")
    other.post("section", practice.pk, "basics", data=theirs)
    assert link.post("section", practice.pk, "basics", data=mine, **HTMX).status_code == 409
    answer = link.post("section", practice.pk, "basics", data=mine)
    assert answer.status_code == 409
    assert "Joku muu ehti tallentaa ennen sinua" in answer.content.decode()
    assert "Minun" in answer.content.decode()
    assert newest(practice).summary == "Toisen"


def test_practice_of_another_answer_is_not_there(invited):
    link = invited()
    other = ResponsePracticeFactory().practice
    for name, arguments in (("section", (other.pk, "basics")), ("remove_practice", (other.pk,))):
        assert link.get(name, *arguments).status_code == 404
        assert link.post(name, *arguments).status_code == 404


def test_practice_needs_a_name(invited):
    link = invited()
    answer = link.post("add_practice", data={"title": " "})
    assert answer.status_code == 422
    assert not Practice.objects.exists()


def test_alike_practices_are_shown_first_and_one_of_them_is_joined(
    invited, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        known = PublishedPracticeFactory(title="Kulttuurikaveri lähtee mukaan")
    link = invited()
    shown = link.post("add_practice", data={"title": "Kulttuurikaveri"})
    assert shown.status_code == 200
    assert [found.practice for found in shown.context["alike"]] == [known]
    writing = link.get("alike_practices", data={"title": "kulttuurikaveri"})
    assert "Onko se jokin näistä?" in writing.content.decode()
    assert link.get("alike_practices", data={"title": "k"}).content.decode().strip() == ""
    for _twice in range(2):
        link.post("join", known.pk)
    row = ResponsePractice.objects.get()
    assert (row.practice, row.is_joined) == (known, True)
    assert AuditRecord.objects.filter(action="surveys.practice_joined").count() == 1
    assert link.get("section", known.pk, "basics").status_code == 404
    link.post("remove_practice", known.pk)
    assert not ResponsePractice.objects.exists()
    assert Practice.objects.get() == known


def test_draft_of_others_cannot_be_joined(invited):
    link = invited()
    assert link.post("join", ResponsePracticeFactory().practice.pk).status_code == 404


def test_removing_asks_first_and_deletes_the_draft(invited):
    link = invited()
    practice = begin(link)
    assert "Poistetaanko" in link.get("remove_practice", practice.pk).content.decode()
    assert Practice.objects.exists()
    link.post("remove_practice", practice.pk)
    assert not Practice.objects.exists()


def test_answer_has_at_most_thirty_practices(invited):
    link = invited()
    ResponsePracticeFactory.create_batch(30, response=link.response)
    answer = link.post("add_practice", data={"title": "Vielä yksi", "is_new": "1"})
    assert answer.status_code == 400
    assert Practice.objects.count() == 30


def whole(link):
    practice = begin(link)
    link.post(
        "section",
        practice.pk,
        "basics",
        data=section(link, practice, title="Kulttuurikortteli", summary="Lyhyesti"),
    )
    task = StatutoryTaskFactory()
    data = section(link, practice, "audience", statutory_tasks=[task.pk])
    link.post("section", practice.pk, "audience", data=data)
    return practice


@pytest.fixture
def sent(invited, django_capture_on_commit_callbacks):
    """A link whose answer, with one practice, has been sent."""
    link = invited(OpenRoundFactory(practice_sections=WITH_TASKS))
    whole(link)
    with django_capture_on_commit_callbacks(execute=True):
        link.post("submit")
    return link


def test_submitting_sends_the_practices_for_review_and_a_receipt(sent):
    practice = Practice.objects.get()
    assert (practice.review_state, practice.provenance) == (ReviewState.IN_REVIEW, "survey")
    invitation = Invitation.objects.get(pk=sent.invitation.pk)
    assert invitation.state == InvitationState.SUBMITTED
    assert sent.response.submitted_by == invitation
    [receipt] = mail.outbox
    assert receipt.to == [invitation.person.email]
    assert sent.url("summary") in receipt.body
    assert "Kiitos vastauksesta." in receipt.body
    page = sent.get("summary").content.decode()
    assert "Vastaus on lähetetty" in page
    assert "Lähetä vastaus" not in page
    sent.post("submit")
    assert AuditRecord.objects.filter(action="surveys.answer_submitted").count() == 1


def test_after_submission_nothing_is_changed(sent):
    practice = Practice.objects.get()
    assert sent.get("section", practice.pk, "basics")["Location"] == sent.url("summary")
    assert sent.post("section", practice.pk, "basics").status_code == 410
    assert sent.post("remove_practice", practice.pk).status_code == 410
    assert sent.get("add_practice").status_code == 410
    assert sent.get("delegate").status_code == 410
    assert sent.get("decline").status_code == 410
    assert Practice.objects.get() == practice


def test_returned_practice_is_mended_behind_the_same_link(sent):
    practice = Practice.objects.get()
    task_state = practice.current_workflow_task_state
    moderation.return_to_author(
        record=practice,
        by=CoordinatorFactory(),
        revision_id=task_state.revision_id,
        message="Kerro, kenelle tämä on.",
    )
    assert "Kerro, kenelle tämä on." in sent.get("summary").content.decode()
    data = section(sent, practice, title="Kulttuurikortteli", summary="Kaikille")
    back = sent.url("returned", practice.pk)
    assert sent.post("section", practice.pk, "basics", data=data)["Location"] == back
    sent.post("submit_returned", practice.pk)
    practice.refresh_from_db()
    assert practice.review_state == ReviewState.IN_REVIEW
    assert sent.post("submit_returned", practice.pk).status_code == 409


def test_unfinished_practice_keeps_the_answer_from_being_sent(invited):
    link = invited(OpenRoundFactory(practice_sections=WITH_TASKS))
    begin(link)
    page = link.get("summary")
    assert "vähintään yksi lakisääteinen tehtävä" in page.content.decode()
    assert page.context["is_whole"] is False
    link.post("submit")
    assert Response.objects.get().submitted_at is None


def test_practice_that_lacks_only_what_was_not_asked_stays_a_draft(invited):
    link = invited()
    practice = begin(link)
    data = section(link, practice, title="Kulttuurikortteli", summary="Lyhyesti")
    link.post("section", practice.pk, "basics", data=data)
    link.post("submit")
    practice.refresh_from_db()
    assert Response.objects.get().submitted_at is not None
    assert practice.review_state == ReviewState.DRAFT


def test_empty_answer_is_not_sent(invited):
    link = invited()
    link.post("submit")
    assert Response.objects.get().submitted_at is None


def test_closed_round_takes_what_was_begun_until_the_grace_is_over(invited):
    survey = OpenRoundFactory(practice_sections=[], grace_hours=2)
    question = QuestionFactory(round=survey)
    link = invited(survey)
    survey.state, survey.closes_at = "closed", timezone.now()
    survey.save()
    assert "Kirjoittamasi on tallessa." in link.get("answer").content.decode()
    data = {f"q{question.pk}": "Viime hetkellä", f"was-q{question.pk}": ""}
    assert link.post("group", 1, data=data).status_code == 302
    link.post("submit")
    assert Response.objects.get().submitted_at is not None


@pytest.mark.parametrize(("many", "queries"), [(1, 10), (4, 13)])
def test_overview_queries_grow_by_practice_only(invited, many, queries, django_assert_num_queries):
    link = invited()
    ResponsePracticeFactory.create_batch(many, response=link.response)
    link.get("answer")
    with django_assert_num_queries(queries):
        link.get("answer")
