from datetime import timedelta

import pytest
from django.utils import timezone

from kenno.core.exceptions import Conflict, Refusal
from kenno.core.models import AuditRecord, SignedLink
from kenno.people.models import User
from kenno.practices.models import Practice
from kenno.surveys.actions import rounds as actions
from kenno.surveys.actions.links import make_link
from kenno.surveys.actions.trials import start_trial
from kenno.surveys.enums import RoundState
from kenno.surveys.models import Invitation, Question, Recipient, Response, SurveyRound
from kenno.surveys.queries.rounds import opening_of
from kenno.surveys.sections import everything
from tests.factories.places import MunicipalityFactory
from tests.factories.surveys import (
    ChoiceFactory,
    ClosedRoundFactory,
    InvitationFactory,
    OpenRoundFactory,
    QuestionFactory,
    RecipientFactory,
    ResponseFactory,
    ResponsePracticeFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db


def details_of(survey: SurveyRound, **changes: object) -> dict[str, object]:
    return {name: getattr(survey, name) for name in actions.DETAIL_FIELDS} | changes


def test_round_begins_as_a_draft_that_asks_everything(coordinator: User):
    survey = actions.start_round(name=" Kysely 2027 ", by=coordinator)
    assert (survey.name, survey.state, survey.version) == ("Kysely 2027", RoundState.DRAFT, 1)
    assert survey.practice_sections == everything()
    assert AuditRecord.objects.get().action == "surveys.round_started"


def test_round_needs_a_name(coordinator: User):
    with pytest.raises(Refusal):
        actions.start_round(name="  ", by=coordinator)
    assert SurveyRound.objects.count() == 0


def test_change_of_a_round_is_a_new_version(coordinator: User):
    survey = RoundFactory()
    details = details_of(survey, title_sv="Vad gör ni?")
    changed = actions.change_round(survey=survey, details=details, based_on=1, by=coordinator)
    assert (changed.title_sv, changed.version) == ("Vad gör ni?", 2)
    assert AuditRecord.objects.get().data == {"fields": ["title_sv"]}


def test_change_of_a_round_that_somebody_changed_meanwhile_is_refused(coordinator: User):
    survey = RoundFactory(version=2)
    with pytest.raises(actions.RoundChanged):
        actions.change_round(
            survey=survey, details=details_of(survey, name="Toinen"), based_on=1, by=coordinator
        )


def test_open_round_keeps_its_opening_time(coordinator: User):
    survey = OpenRoundFactory()
    later = details_of(survey, opens_at=survey.opens_at + timedelta(hours=1))
    with pytest.raises(Refusal):
        actions.change_round(survey=survey, details=later, based_on=1, by=coordinator)


def test_links_work_longer_when_the_closing_time_moves(coordinator: User):
    survey = OpenRoundFactory(grace_hours=24)
    make_link(InvitationFactory(recipient=RecipientFactory(round=survey)))
    closes_at = survey.closes_at + timedelta(days=7)
    actions.change_round(
        survey=survey, details=details_of(survey, closes_at=closes_at), based_on=1, by=coordinator
    )
    assert SignedLink.objects.get().expires_at == closes_at + timedelta(hours=24)


def test_closed_round_is_not_changed(coordinator: User):
    survey = ClosedRoundFactory()
    with pytest.raises(Conflict):
        actions.change_round(
            survey=survey, details=details_of(survey, name="Toinen"), based_on=1, by=coordinator
        )


def test_sections_are_asked_in_the_chosen_order_with_title_and_summary(coordinator: User):
    survey = RoundFactory()
    chosen = [
        {"section": "story", "fields": ["description"]},
        {"section": "basics", "fields": ["start_year"]},
        {"section": "results", "fields": []},
    ]
    actions.choose_sections(survey=survey, chosen=chosen, based_on=1, by=coordinator)
    survey.refresh_from_db()
    assert survey.practice_sections == [
        {"section": "story", "fields": ["description"]},
        {"section": "basics", "fields": ["title", "summary", "start_year"]},
    ]


def test_no_sections_means_that_practices_are_not_asked(coordinator: User):
    survey = RoundFactory()
    nothing = [{"section": part["section"], "fields": []} for part in everything()]
    actions.choose_sections(survey=survey, chosen=nothing, based_on=1, by=coordinator)
    survey.refresh_from_db()
    assert not survey.asks_practices


@pytest.mark.parametrize(
    "strange",
    [
        {"section": "secrets", "fields": ["title"]},
        {"section": "basics", "fields": ["slug"]},
        {"section": "contact", "fields": ["contact"]},
    ],
)
def test_section_or_field_that_there_is_not_is_refused(strange, coordinator: User):
    with pytest.raises(Refusal):
        actions.choose_sections(survey=RoundFactory(), chosen=[strange], based_on=1, by=coordinator)


def test_copy_of_a_round_is_a_draft_with_its_questions_and_conditions(coordinator: User):
    survey = ClosedRoundFactory()
    first = ChoiceFactory(round=survey, position=1)
    QuestionFactory(round=survey, position=2, shown_if=first, shown_if_value="1")
    QuestionFactory(round=survey, retired_at=timezone.now())
    RecipientFactory(round=survey)
    copy = actions.copy_round(survey=survey, by=coordinator)
    questions = list(copy.questions.asked())
    assert (copy.state, copy.copied_from, copy.opens_at) == (RoundState.DRAFT, survey, None)
    assert copy.name == f"{survey.name}, kopio"
    assert questions[0].text_fi == first.text_fi
    assert questions[1].shown_if == questions[0]
    assert len(questions) == 2
    assert Recipient.objects.filter(round=copy).count() == 0


def test_draft_with_everything_opens_and_invites_each_recipient(coordinator: User):
    survey = RoundFactory()
    RecipientFactory.create_batch(2, round=survey)
    actions.open_round(survey=survey, based_on=1, by=coordinator)
    survey.refresh_from_db()
    assert survey.state == RoundState.OPEN
    assert Invitation.objects.count() == 2


def test_opening_tells_what_is_missing(coordinator: User):
    survey = RoundFactory(title_en="", closes_at=None, practice_sections=[])
    with pytest.raises(Refusal):
        actions.open_round(survey=survey, based_on=1, by=coordinator)
    assert opening_of(survey).missing == [
        "Otsikko puuttuu: englanti.",
        "Avautumis- tai sulkeutumisaika puuttuu.",
        "Kysely ei kysy mitään. Valitse käytänteiden osiot tai lisää kysymys.",
        "Yhdelläkään kunnalla ei ole päävastaanottajaa.",
    ]


def test_opening_tells_what_is_missing_in_questions():
    survey = RoundFactory()
    RecipientFactory(round=survey)
    QuestionFactory(round=survey, text_fi="Missä?", text_sv="", position=1)
    options = [{"value": "1", "fi": "kyllä", "sv": "", "en": "yes"}]
    ChoiceFactory(round=survey, text_fi="Onko?", options=options, position=2)
    assert opening_of(survey).missing == [
        "Kysymys ”Missä?” puuttuu: ruotsi.",
        "Kysymyksen ”Onko?” vaihtoehdoilta puuttuu jokin kolmesta kielestä.",
        "Kysymykseen ”Onko?” tarvitaan ainakin kaksi vaihtoehtoa.",
    ]


def test_opening_of_a_round_that_was_changed_meanwhile_is_refused(coordinator: User):
    survey = RoundFactory(version=3)
    RecipientFactory(round=survey)
    with pytest.raises(actions.RoundChanged):
        actions.open_round(survey=survey, based_on=2, by=coordinator)


def test_opening_throws_trials_away(coordinator: User):
    survey = RoundFactory()
    RecipientFactory(round=survey)
    trial = start_trial(survey=survey, municipality=MunicipalityFactory(), by=coordinator)
    response = ResponseFactory(
        round=survey, municipality=trial.recipient.municipality, is_trial=True
    )
    ResponsePracticeFactory(response=response)
    actions.open_round(survey=survey, based_on=1, by=coordinator)
    assert (Response.objects.count(), Practice.objects.count()) == (0, 0)
    assert Recipient.objects.count() == 1


def test_trial_of_an_open_round_is_refused(coordinator: User):
    with pytest.raises(Conflict):
        start_trial(survey=OpenRoundFactory(), municipality=MunicipalityFactory(), by=coordinator)


def test_paused_round_goes_on_without_inviting_twice(coordinator: User):
    survey = OpenRoundFactory()
    InvitationFactory(recipient=RecipientFactory(round=survey))
    actions.pause_round(survey=survey, by=coordinator)
    actions.open_round(survey=survey, based_on=2, by=coordinator)
    survey.refresh_from_db()
    assert (survey.state, survey.version) == (RoundState.OPEN, 3)
    assert Invitation.objects.count() == 1


def test_closing_ends_new_answers_now_and_links_after_the_grace(coordinator: User, time_machine):
    survey = OpenRoundFactory(grace_hours=2)
    make_link(InvitationFactory(recipient=RecipientFactory(round=survey)))
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    actions.close_round(survey=survey, by=coordinator)
    survey.refresh_from_db()
    assert (survey.state, survey.closes_at) == (RoundState.CLOSED, timezone.now())
    assert SignedLink.objects.get().expires_at == timezone.now() + timedelta(hours=2)


def test_round_closes_by_itself_once_when_its_time_is_over():
    survey = OpenRoundFactory(opens_at=timezone.now() - timedelta(days=31))
    OpenRoundFactory()
    assert (actions.close_those_over(), actions.close_those_over()) == (1, 0)
    survey.refresh_from_db()
    assert survey.state == RoundState.CLOSED


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.OPEN, RoundState.PAUSED])
def test_round_is_archived_only_when_closed(state, coordinator: User):
    with pytest.raises(Conflict):
        actions.archive_round(survey=RoundFactory(state=state), by=coordinator)


def test_closed_round_is_archived(coordinator: User):
    survey = ClosedRoundFactory()
    assert actions.archive_round(survey=survey, by=coordinator).state == RoundState.ARCHIVED


def test_draft_is_deleted_with_its_questions_but_an_open_round_is_not(coordinator: User):
    survey = RoundFactory()
    QuestionFactory(round=survey)
    actions.delete_round(survey=survey, by=coordinator)
    assert (SurveyRound.objects.count(), Question.objects.count()) == (0, 0)
    with pytest.raises(Conflict):
        actions.delete_round(survey=OpenRoundFactory(), by=coordinator)
