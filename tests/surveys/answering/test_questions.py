import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kenno.surveys.models import Answer, Response
from kenno.surveys.queries.answering import answer_state
from tests.factories.places import MunicipalityFactory
from tests.factories.surveys import (
    AnswerFactory,
    ChoiceFactory,
    OpenRoundFactory,
    QuestionFactory,
    ScaleFactory,
)
from tests.factories.vocabulary import ConceptFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def survey():
    return OpenRoundFactory(practice_sections=[])


def typed(question, value, *, was=""):
    return {f"q{question.pk}": value, f"was-q{question.pk}": was}


def values():
    return list(Answer.objects.order_by("question__position").values_list("value", flat=True))


@pytest.mark.parametrize(
    ("kind", "given", "stored"),
    [
        ("short-text", "Kirjastossa 🎻", "Kirjastossa 🎻"),
        ("long-text", "مرحبا\r\nתודה", "مرحبا\r\nתודה"),
        (
            "long-text",
            "\uf0b7\tTeatteri\x0b”Luova”\u00a0paja –",
            "\uf0b7\tTeatteri\x0b”Luova”\u00a0paja –",
        ),
        ("number", "1 234,5", 1234.5),
        ("number", "1 200", 1200),
        ("number", "−3", -3),
    ],
)
def test_open_question_keeps_what_was_typed(invited, survey, kind, given, stored):
    question = QuestionFactory(round=survey, kind=kind)
    link = invited(survey)
    answer = link.post("group", 1, data=typed(question, given))
    assert answer.status_code == 302
    assert values() == [stored]


def test_every_kind_of_question_is_saved_shown_and_summed_up(invited, survey):
    concept = ConceptFactory(label_fi="teatteri")
    place = MunicipalityFactory(name_fi="Kuhmo")
    one = ChoiceFactory(round=survey, position=1)
    many = ChoiceFactory(round=survey, kind="many-of", position=2)
    scale = ScaleFactory(round=survey, position=3)
    town = QuestionFactory(round=survey, kind="municipality", position=4)
    words = QuestionFactory(round=survey, kind="concept", position=5)
    file = QuestionFactory(round=survey, kind="file", position=6)
    link = invited(survey)
    upload = SimpleUploadedFile("ohjelma.pdf", PDF, "application/pdf")
    data = {
        **typed(one, "1"),
        **typed(many, ["1", "2"]),
        **typed(scale, "4"),
        **typed(town, "kuhmo"),
        **typed(words, [concept.code]),
        **typed(file, upload),
    }
    assert link.post("group", 1, data=data).status_code == 302
    assert values() == ["1", ["1", "2"], "4", place.code, [concept.uri], "ohjelma.pdf"]
    page = link.get("group", 1).content.decode()
    assert 'value="Kuhmo"' in page
    assert "teatteri" in page
    summary = link.get("summary").content.decode()
    for text in ("kyllä, ei", "Kuhmo", "teatteri", "ohjelma.pdf"):
        assert text in summary
    given = link.get("answer_file", file.pk)
    assert b"".join(given.streaming_content) == PDF
    assert given["Content-Disposition"] == 'attachment; filename="ohjelma.pdf"'


def test_file_that_is_not_what_it_says_is_refused_and_the_rest_is_saved(invited, survey):
    file = QuestionFactory(round=survey, kind="file")
    text = QuestionFactory(round=survey)
    link = invited(survey)
    fake = SimpleUploadedFile("ohjelma.pdf", b"MZ\x90\x00 not a pdf", "application/pdf")
    answer = link.post("group", 1, data={**typed(file, fake), **typed(text, "Näin")})
    assert answer.status_code == 422
    assert "Tämän tyyppistä tiedostoa ei voi liittää." in answer.content.decode()
    assert values() == ["Näin"]


def test_file_of_another_answer_is_not_given(invited, survey):
    question = QuestionFactory(round=survey, kind="file")
    link, other = invited(survey), invited(survey)
    upload = SimpleUploadedFile("ohjelma.pdf", PDF, "application/pdf")
    other.post("group", 1, data=typed(question, upload))
    assert other.get("answer_file", question.pk).status_code == 200
    assert link.get("answer_file", question.pk).status_code == 404


def test_file_is_removed_and_others_stay(invited, survey):
    question = QuestionFactory(round=survey, kind="file")
    link = invited(survey)
    link.post("group", 1, data=typed(question, SimpleUploadedFile("a.pdf", PDF)))
    state = answer_state(Answer.objects.get())
    link.post("group", 1, data={f"was-q{question.pk}": state})
    assert values() == ["a.pdf"]
    link.post("group", 1, data={f"was-q{question.pk}": state, f"remove-q{question.pk}": "1"})
    assert values() == []


@pytest.mark.parametrize(
    ("make", "given"),
    [
        (lambda survey: QuestionFactory(round=survey), "x" * 301),
        (lambda survey: QuestionFactory(round=survey, kind="long-text"), "x" * 10_001),
        (lambda survey: QuestionFactory(round=survey), "a\x00b"),
        (lambda survey: QuestionFactory(round=survey, kind="number"), "paljon"),
        (lambda survey: QuestionFactory(round=survey, kind="number", least=0), "-1"),
        (lambda survey: ChoiceFactory(round=survey), "9"),
        (lambda survey: QuestionFactory(round=survey, kind="municipality"), "Atlantis"),
        (lambda survey: QuestionFactory(round=survey, kind="concept"), "p0"),
    ],
)
def test_answer_that_does_not_hold_is_refused_and_kept_on_the_page(invited, survey, make, given):
    question = make(survey)
    link = invited(survey)
    answer = link.post("group", 1, data=typed(question, given))
    assert answer.status_code == 422
    assert "Korjaa vielä nämä kohdat" in answer.content.decode()
    assert answer.context["form"][f"q{question.pk}"].value() in (given, [given])
    assert values() == []


def test_required_question_is_saved_empty_but_not_sent(invited, survey):
    question = QuestionFactory(round=survey, required=True)
    QuestionFactory(round=survey)
    link = invited(survey)
    assert link.post("group", 1, data=typed(question, "")).status_code == 302
    assert "Ennen lähettämistä tarvitaan vielä" in link.get("summary").content.decode()
    link.post("submit")
    assert Response.objects.get().submitted_at is None


def test_question_that_hangs_on_another_appears_with_its_answer(invited, survey):
    first = ChoiceFactory(round=survey)
    second = QuestionFactory(round=survey, shown_if=first, shown_if_value="1", required=True)
    link = invited(survey)
    assert f'name="q{second.pk}"' not in link.get("group", 1).content.decode()
    answer = link.post("group", 1, data=typed(first, "1"))
    assert answer["Location"] == link.url("group", 1)
    assert f'name="q{second.pk}"' in link.get("group", 1).content.decode()
    state = answer_state(Answer.objects.get())
    hidden = link.post(
        "group",
        1,
        data={**typed(first, "2", was=state), **typed(second, "")},
        **{"HX-Request": "true"},
    )
    assert (
        f'<div class="flow" id="question-{second.pk}" hx-swap-oob="true">'
        in hidden.content.decode()
    )
    assert f'name="q{second.pk}"' not in hidden.content.decode()
    assert link.get("summary").context["missing"] == []


def test_form_that_saves_itself_tells_when_and_brings_what_hangs_on_it(invited, survey):
    first = ChoiceFactory(round=survey)
    second = QuestionFactory(round=survey, shown_if=first, shown_if_value="1")
    link = invited(survey)
    answer = link.post("group", 1, data=typed(first, "1"), **{"HX-Request": "true"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Tallennettu klo" in text
    assert f'name="q{second.pk}"' in text
    assert f'value="{answer_state(Answer.objects.get())}"' in text


def test_form_that_saves_itself_names_the_question_with_an_error_and_saves_the_rest(
    invited, survey
):
    number = QuestionFactory(round=survey, kind="number", text_fi="Montako kertaa?", least=0)
    other = QuestionFactory(round=survey)
    link = invited(survey)
    data = {**typed(number, "-1"), **typed(other, "Torstaisin")}
    answer = link.post("group", 1, data=data, **{"HX-Request": "true"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<strong>Kaikkea ei tallennettu.</strong> Montako kertaa: Tämän " in text
    assert "Muut kohdat ovat tallessa." in text
    assert values() == ["Torstaisin"]


def test_two_people_conflict_only_in_the_same_question_and_lose_nothing(invited, survey):
    first, second = QuestionFactory.create_batch(2, round=survey)
    link = invited(survey)
    AnswerFactory(response=link.response, question=first, value="Toisen teksti")
    data = {**typed(first, "Minun tekstini"), **typed(second, "Tämä on vain minun")}
    own = link.post("group", 1, data=data, **{"HX-Request": "true"})
    assert own.status_code == 409
    assert values() == ["Toisen teksti", "Tämä on vain minun"]
    again = link.post("group", 1, data=typed(first, "Minun tekstini"))
    text = again.content.decode()
    assert again.status_code == 409
    assert "Toisen teksti" in text
    assert "Minun tekstini" in text
    state = answer_state(Answer.objects.get(question=first))
    assert f'value="{state}"' in text
    chosen = link.post("group", 1, data=typed(first, "Minun tekstini", was=state))
    assert chosen.status_code == 302
    assert values() == ["Minun tekstini", "Tämä on vain minun"]
    assert Answer.objects.get(question=first).version == 2


def test_untouched_question_leaves_what_another_saved_meanwhile(invited, survey):
    first, second = QuestionFactory.create_batch(2, round=survey)
    link = invited(survey)
    answer = AnswerFactory(response=link.response, question=first, value="Vanha")
    was = answer_state(answer)
    Answer.objects.update(value="Uusi")
    data = {**typed(first, "Vanha", was=was), **typed(second, "Oma")}
    assert link.post("group", 1, data=data).status_code == 302
    assert values() == ["Uusi", "Oma"]


def test_form_that_saves_itself_leaves_what_another_wrote_meanwhile(invited, survey):
    first, second = QuestionFactory.create_batch(2, round=survey)
    link = invited(survey)
    AnswerFactory(response=link.response, question=first, value="Toisen teksti")
    data = {**typed(first, ""), **typed(second, "Oma")}
    answer = link.post("group", 1, data=data, **{"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Toisen teksti" not in answer.content.decode()
    assert values() == ["Toisen teksti", "Oma"]


def test_emptied_answer_is_no_answer(invited, survey):
    question = QuestionFactory(round=survey)
    link = invited(survey)
    was = answer_state(AnswerFactory(response=link.response, question=question))
    link.post("group", 1, data=typed(question, "", was=was))
    assert not Answer.objects.exists()


def test_question_of_another_round_or_group_is_left_alone(invited, survey):
    QuestionFactory(round=survey)
    other = QuestionFactory(round=OpenRoundFactory())
    link = invited(survey)
    assert link.post("group", 1, data=typed(other, "x")).status_code == 302
    assert not Answer.objects.exists()
    assert link.get("group", 2).status_code == 404


def test_sent_answer_is_only_read(invited, survey):
    question = QuestionFactory(round=survey)
    link = invited(survey)
    Response.objects.update(submitted_at=timezone.now())
    assert link.post("group", 1, data=typed(question, "myöhässä")).status_code == 409
    assert link.get("group", 1)["Location"] == link.url("summary")
    assert link.get("answer")["Location"] == link.url("summary")


def test_groups_begin_with_headings_and_at_the_practices(invited):
    survey = OpenRoundFactory()
    QuestionFactory(round=survey, position=1, place="before")
    QuestionFactory(round=survey, position=2, heading_fi="Rahoitus")
    QuestionFactory(round=survey, position=3)
    QuestionFactory(round=survey, position=4, heading_fi="Lopuksi")
    link = invited(survey)
    page = link.get("answer")
    assert [step.label for step in page.context["before"]] == ["Kysymykset"]
    assert [step.label for step in page.context["after"]] == ["Rahoitus", "Lopuksi"]
    assert "Tallenna ja jatka: Lopuksi" in " ".join(link.get("group", 2).content.decode().split())


@pytest.mark.parametrize("many", [1, 12])
def test_group_needs_as_many_queries_with_many_questions(
    invited, survey, many, django_assert_num_queries
):
    QuestionFactory.create_batch(many, round=survey)
    link = invited(survey)
    for question in survey.questions.asked():
        AnswerFactory(response=link.response, question=question)
    link.get("group", 1)
    with django_assert_num_queries(7):
        link.get("group", 1)
