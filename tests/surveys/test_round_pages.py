import pytest
from django.test import Client

from kenno.people.models import User
from kenno.surveys.actions.links import open_link
from kenno.surveys.enums import RoundState
from kenno.surveys.models import Question, SurveyRound
from tests.factories.people import (
    AdministratorFactory,
    ContributorFactory,
    RegionCoordinatorFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.factories.surveys import (
    AnswerFactory,
    ChoiceFactory,
    OpenRoundFactory,
    QuestionFactory,
    RecipientFactory,
    ResponseFactory,
    RoundFactory,
    ScaleFactory,
    SubmittedResponseFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/tyopoyta/kyselyt/"
ROWS = {"options-TOTAL_FORMS": "4", "options-INITIAL_FORMS": "0"}


def address(survey: SurveyRound, rest: str = "") -> str:
    return f"{LIST}{survey.pk}/{rest}"


def round_data(survey: SurveyRound, **changes: object) -> dict[str, object]:
    texts = {
        f"{name}_{code}": getattr(survey, f"{name}_{code}")
        for name in SurveyRound.TEXTS
        for code in ("fi", "sv", "en")
    }
    times = {"opens_at": "2027-01-11T09:00", "closes_at": "2027-02-12T16:00"}
    return {
        "name": survey.name,
        **texts,
        **times,
        "grace_hours": "24",
        "version": survey.version,
    } | changes


def test_rounds_are_for_the_whole_countrys_staff(client: Client):
    survey = RoundFactory()
    for person in (ContributorFactory(), RegionCoordinatorFactory()):
        client.force_login(person)
        assert client.get(LIST).status_code == 403
        assert client.get(address(survey)).status_code == 403


def test_administrator_looks_at_rounds_but_makes_none(client: Client):
    survey = RoundFactory()
    client.force_login(AdministratorFactory())
    assert "Aloita kysely" not in client.get(LIST).text
    assert client.get(address(survey)).status_code == 200
    assert client.get(address(survey, "kysymykset/")).status_code == 200
    assert client.post(LIST, {"name": "Oma"}).status_code == 403
    for rest in ("tekstit/", "osiot/", "vaihe/avaa/", "kysymykset/lisaa/?kind=number"):
        assert client.get(address(survey, rest)).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_rounds_takes_as_many_queries_however_many_there_are(
    number, coordinating: Client, django_assert_num_queries
):
    for survey in OpenRoundFactory.create_batch(number):
        RecipientFactory(round=survey)
        SubmittedResponseFactory(round=survey)
    coordinating.get(LIST)
    with django_assert_num_queries(4):
        assert coordinating.get(LIST).text.count("1 / 1") == number


def test_coordinator_begins_a_round(coordinating: Client):
    response = coordinating.post(LIST, {"name": "Kysely 2027"})
    survey = SurveyRound.objects.get()
    assert (response.status_code, response["Location"]) == (302, address(survey))
    assert "Otsikko puuttuu: suomi, ruotsi, englanti." in coordinating.get(address(survey)).text


def test_round_without_a_name_is_asked_for_one(coordinating: Client):
    response = coordinating.post(LIST, {"name": ""})
    assert response.status_code == 422
    assert 'href="#id_name">Kyselyn nimi:' in response.text


def test_texts_and_times_are_saved_in_finnish_time(coordinating: Client):
    survey = RoundFactory()
    data = round_data(survey, title_en="What do you do?")
    assert coordinating.post(address(survey, "tekstit/"), data).status_code == 302
    survey.refresh_from_db()
    assert survey.title_en == "What do you do?"
    assert survey.opens_at.isoformat() == "2027-01-11T07:00:00+00:00"


def test_closing_before_opening_is_told_and_nothing_typed_is_lost(coordinating: Client):
    survey = RoundFactory()
    data = round_data(survey, closes_at="2027-01-10T09:00", title_fi="Uusi otsikko")
    response = coordinating.post(address(survey, "tekstit/"), data)
    assert response.status_code == 422
    assert "Uusi otsikko" in response.text
    assert "Sulkeutumisajan pitää olla avautumisajan jälkeen." in response.text


def test_texts_of_another_are_not_overwritten(coordinating: Client):
    survey = RoundFactory(version=2)
    data = round_data(survey, version=1, title_fi="Minun otsikkoni")
    response = coordinating.post(address(survey, "tekstit/"), data)
    survey.refresh_from_db()
    assert response.status_code == 409
    assert survey.title_fi == "Mitä hyvää teillä tehdään?"
    assert 'value="Minun otsikkoni"' in response.text
    assert coordinating.post(address(survey, "tekstit/"), {**data, "version": 2}).status_code == 302


def test_preview_shows_what_is_typed_in_each_language_and_saves_nothing(coordinating: Client):
    survey = RoundFactory()
    data = round_data(survey, title_sv="Vad gör ni <b>nu</b>?")
    response = coordinating.post(address(survey, "tekstit/esikatselu/"), data)
    survey.refresh_from_db()
    assert "Vad gör ni &lt;b&gt;nu&lt;/b&gt;?" in response.text
    assert response.text.count('lang="sv"') == 1
    assert survey.title_sv == "Vad bra görs hos er?"


def test_sections_are_chosen_and_put_in_order(coordinating: Client):
    survey = RoundFactory()
    names = [part["section"] for part in survey.practice_sections]
    data = {f"order-{name}": number for number, name in enumerate(names, start=2)}
    data |= {"order-story": 1, "fields-story": ["need"], "fields-basics": ["title"]}
    response = coordinating.post(address(survey, "osiot/"), {**data, "version": 1})
    survey.refresh_from_db()
    assert response.status_code == 302
    assert survey.practice_sections == [
        {"section": "story", "fields": ["need"]},
        {"section": "basics", "fields": ["title", "summary"]},
    ]
    assert coordinating.post(address(survey, "osiot/"), {**data, "version": 1}).status_code == 409


def test_question_with_options_is_added_for_its_kind(coordinating: Client):
    survey = RoundFactory()
    page = coordinating.get(address(survey, "kysymykset/lisaa/?kind=one-of"))
    assert "Vaihtoehdot" in page.text
    assert "Yksikkö suomeksi" not in page.text
    data = {
        "text_fi": "Onko teillä suunnitelma?",
        "place": "before",
        "version": 1,
        "options-0-fi": "on",
        "options-0-sv": "ja",
        "options-2-fi": "ei",
        **ROWS,
    }
    response = coordinating.post(address(survey, "kysymykset/lisaa/?kind=one-of"), data)
    question = Question.objects.get()
    assert response.status_code == 302
    assert question.options == [
        {"value": "1", "fi": "on", "sv": "ja", "en": ""},
        {"value": "2", "fi": "ei", "sv": "", "en": ""},
    ]


def test_options_keep_their_values_when_others_go(coordinating: Client):
    question = ChoiceFactory()
    data = {
        "text_fi": question.text_fi,
        "place": "after",
        "version": 1,
        "options-TOTAL_FORMS": "3",
        "options-INITIAL_FORMS": "2",
        "options-0-value": "1",
        "options-0-fi": "",
        "options-1-value": "2",
        "options-1-fi": "ei",
        "options-2-fi": "osin",
    }
    coordinating.post(f"{LIST}kysymys/{question.pk}/", data)
    question.refresh_from_db()
    assert [(option["value"], option["fi"]) for option in question.options] == [
        ("2", "ei"),
        ("3", "osin"),
    ]


def test_scale_is_added_with_what_its_ends_mean(coordinating: Client):
    survey = RoundFactory()
    data = {
        **{"text_fi": "Kuinka hyvin?", "place": "after", "version": 1, "least": 0, "most": 4},
        **{"options-TOTAL_FORMS": "2", "options-INITIAL_FORMS": "0"},
        **{"options-0-fi": "huonosti", "options-1-fi": "hyvin"},
    }
    coordinating.post(address(survey, "kysymykset/lisaa/?kind=scale"), data)
    assert Question.objects.get().choices == [
        ("0", "0 huonosti"),
        ("1", "1"),
        ("2", "2"),
        ("3", "3"),
        ("4", "4 hyvin"),
    ]


def test_question_may_depend_on_an_option_of_an_earlier_one(coordinating: Client):
    decider = ScaleFactory(position=1)
    data = {"text_fi": "Miksi?", "place": "after", "version": 1, "condition": f"{decider.pk}:5"}
    survey = decider.round
    coordinating.post(address(survey, "kysymykset/lisaa/?kind=short-text"), data)
    question = Question.objects.get(text_fi="Miksi?")
    assert (question.shown_if, question.shown_if_value) == (decider, "5")
    page = coordinating.get(f"{LIST}kysymys/{question.pk}/")
    assert f'<option value="{decider.pk}:5" selected>' in page.text


def test_wrong_question_is_told_and_nothing_typed_is_lost(coordinating: Client):
    survey = RoundFactory()
    data = {"text_sv": "Varför?", "place": "after", "version": 1, "options-0-sv": "ja", **ROWS}
    response = coordinating.post(address(survey, "kysymykset/lisaa/?kind=many-of"), data)
    assert response.status_code == 422
    assert 'value="Varför?"' in response.text
    assert 'href="#id_text_fi"' in response.text
    assert Question.objects.count() == 0


def test_question_of_no_kind_is_not_found(coordinating: Client):
    survey = RoundFactory()
    assert coordinating.get(address(survey, "kysymykset/lisaa/?kind=x")).status_code == 404


def test_question_of_another_version_is_not_overwritten(coordinating: Client):
    question = QuestionFactory(round=RoundFactory(version=2))
    data = {"text_fi": "Minun?", "place": "after", "version": 1}
    response = coordinating.post(f"{LIST}kysymys/{question.pk}/", data)
    assert response.status_code == 409
    assert 'value="Minun?"' in response.text


@pytest.mark.parametrize("number", [1, 3])
def test_questions_take_as_many_queries_however_many_there_are(
    number, coordinating: Client, django_assert_num_queries
):
    survey = RoundFactory()
    decider = ChoiceFactory(round=survey, place="before")
    QuestionFactory.create_batch(number, round=survey, shown_if=decider, shown_if_value="1")
    coordinating.get(address(survey, "kysymykset/"))
    with django_assert_num_queries(5):
        coordinating.get(address(survey, "kysymykset/"))


def test_question_is_moved_and_removed_on_its_page(coordinating: Client):
    survey = RoundFactory()
    QuestionFactory(round=survey, position=1)
    second = QuestionFactory(round=survey, position=2)
    coordinating.post(f"{LIST}kysymys/{second.pk}/siirra/", {"to": "up"})
    assert survey.questions.asked().first() == second
    assert coordinating.get(f"{LIST}kysymys/{second.pk}/poista/").status_code == 200
    coordinating.post(f"{LIST}kysymys/{second.pk}/poista/")
    assert survey.questions.count() == 1


def test_opening_says_what_it_does_and_opens(coordinating: Client):
    survey = RoundFactory()
    RecipientFactory(round=survey)
    page = coordinating.get(address(survey, "vaihe/avaa/"))
    assert "Lähtee 1 kutsu" in page.text
    coordinating.post(address(survey, "vaihe/avaa/"), {"version": survey.version})
    survey.refresh_from_db()
    assert survey.state == RoundState.OPEN


@pytest.mark.parametrize("version", ["", "x", "99", "9" * 30])
def test_opening_of_another_version_is_refused(version, coordinating: Client):
    survey = RoundFactory()
    RecipientFactory(round=survey)
    response = coordinating.post(address(survey, "vaihe/avaa/"), {"version": version})
    assert response.status_code == 409


def test_round_goes_through_its_steps(coordinating: Client):
    survey = OpenRoundFactory()
    for step, state in (("keskeyta", "paused"), ("sulje", "closed"), ("arkistoi", "archived")):
        assert coordinating.get(address(survey, f"vaihe/{step}/")).status_code == 200
        coordinating.post(address(survey, f"vaihe/{step}/"))
        survey.refresh_from_db()
        assert survey.state == state
    assert coordinating.get(address(survey, "vaihe/tuntematon/")).status_code == 404


def test_draft_is_thrown_away_and_a_round_copied(coordinating: Client):
    survey = RoundFactory()
    coordinating.post(address(survey, "kopioi/"))
    copy = SurveyRound.objects.get(copied_from=survey)
    coordinating.post(address(survey, "vaihe/poista/"))
    assert list(SurveyRound.objects.values_list("pk", flat=True)) == [copy.pk]


def test_draft_is_tried_out_by_a_link_but_an_open_round_is_not(coordinating: Client):
    place = MunicipalityFactory()
    draft = RoundFactory(opens_at=None, closes_at=None)
    response = coordinating.post(address(draft, "kokeile/"), {"municipality": place.code})
    assert response.status_code == 302
    token = response["Location"].rstrip("/").rpartition("/")[2]
    assert open_link(token).invitation.recipient.municipality == place
    assert coordinating.get(response["Location"]).status_code == 200
    where = address(OpenRoundFactory(), "kokeile/")
    assert coordinating.post(where, {"municipality": place.code}).status_code == 409
    assert coordinating.post(where, {"municipality": "x"}).status_code == 422


def test_answered_question_is_marked_so(coordinating: Client, coordinator: User):
    question = QuestionFactory(round=OpenRoundFactory())
    AnswerFactory(question=question, response=ResponseFactory(round=question.round))
    assert "Kysymykseen on vastattu." in coordinating.get(f"{LIST}kysymys/{question.pk}/").text
