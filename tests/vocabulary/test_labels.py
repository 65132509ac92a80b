import pytest

from kenno.vocabulary.labels import fold, later_words, split_alternatives, without_dots


def test_fold_ignores_case_and_spacing_and_keeps_dots() -> None:
    assert fold("  Äänitaide\u00a0 JA  Öljy ") == "äänitaide ja öljy"


def test_fold_reads_a_letter_and_its_dots_as_one() -> None:
    assert fold("a\u0308a\u0308ni") == "ääni"


def test_without_dots_gives_plain_letters() -> None:
    assert without_dots("ääniö é å") == "aanio e a"


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("museot", []),
        ("barn i skolan", ["skolan"]),
        ("tanssi (taiteet)", ["taiteet)"]),
        ("e-kirjat ja äänikirjat", ["kirjat ja äänikirjat", "ja äänikirjat", "äänikirjat"]),
    ],
)
def test_later_words_begin_at_each_word_of_two_letters(label: str, words: list[str]) -> None:
    assert later_words(label) == words


@pytest.mark.parametrize(
    ("language", "preferred", "run_together", "labels"),
    [
        ("fi", "viihde", "viihde viihde", []),
        ("fi", "viihde", "", []),
        (
            "fi",
            "populaarikulttuuri",
            "populaarikulttuuri populaarikulttuuri viihdekulttuuri massakulttuuri",
            ["viihdekulttuuri", "massakulttuuri"],
        ),
        (
            "fi",
            "älytekniikka",
            "älytekniikka älytekniikka älykäs tekniikka älykkäät järjestelmät",
            ["älykäs tekniikka", "älykkäät järjestelmät"],
        ),
        ("fi", "kukat (kasvinosat)", "kukka (kasvinosat) kukka", ["kukka (kasvinosat)", "kukka"]),
        ("fi", "perustulo", "kansalaispalkka kansalaispalkka perustulo", ["kansalaispalkka"]),
        ("fi", "kuulonmittaus", "kuulonmittaus kuulonmittaus kuulo -- mittaus", []),
        ("sv", "dövpräster", "dövpräster dövpräster präster för döva", ["präster för döva"]),
        (
            "sv",
            "islamiska länder",
            "islamiska länder islamiska länder muslimska länder",
            ["muslimska länder"],
        ),
        ("en", "tax treaties", "tax treaties tax agreements", ["tax agreements"]),
        (
            "en",
            "business leaders",
            "business leaders corporate executives business managers",
            ["corporate executives", "business managers"],
        ),
    ],
)
def test_split_alternatives_cuts_between_labels(
    language: str, preferred: str, run_together: str, labels: list[str]
) -> None:
    found = split_alternatives(
        run_together, preferred=preferred, language=language, taken={fold(preferred)}
    )
    assert found == labels


def test_split_alternatives_never_gives_another_concepts_label() -> None:
    found = split_alternatives(
        "blinda blinda blinda personer", preferred="blinda", language="sv", taken={"personer"}
    )
    assert found == ["blinda personer"]
