from kenno.moderation.differences import FieldDifference, Part, field_differences, word_parts
from kenno.moderation.registry import FieldText


def test_word_parts_marks_changed_words() -> None:
    assert word_parts("Kolme pajaa vuodessa", "Neljä pajaa vuodessa") == (
        Part("removed", "Kolme"),
        Part("added", "Neljä"),
        Part("same", " pajaa vuodessa"),
    )


def test_word_parts_keeps_neighbouring_changes_together() -> None:
    assert word_parts("Kylätalot vuorottelevat aina", "Kino kiertää aina") == (
        Part("removed", "Kylätalot vuorottelevat"),
        Part("added", "Kino kiertää"),
        Part("same", " aina"),
    )


def test_word_parts_of_same_text_is_one_part() -> None:
    assert word_parts("Sama", "Sama") == (Part("same", "Sama"),)


def test_word_parts_of_nothing_is_empty() -> None:
    assert word_parts("", "") == ()


def test_word_parts_of_huge_text_is_compared_whole() -> None:
    before, after = "sana " * 5000, "toinen " * 5000

    assert word_parts(before, after) == (Part("removed", before), Part("added", after))


def test_field_differences_follow_order_of_newer_and_keep_removed() -> None:
    before = [FieldText("Nimi", "Kino"), FieldText("Tilat", "Kylätalo")]
    after = [FieldText("Tarve", "Elokuvia"), FieldText("Nimi", "Kino")]

    assert field_differences(before, after) == [
        FieldDifference("Tarve", (Part("added", "Elokuvia"),)),
        FieldDifference("Nimi", (Part("same", "Kino"),)),
        FieldDifference("Tilat", (Part("removed", "Kylätalo"),)),
    ]
