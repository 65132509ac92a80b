from kenno.search.semantic.passages import digest_of, passages_of
from tests.factories.search import SearchDocumentFactory


def passages(**fields):
    return passages_of(SearchDocumentFactory.build(**fields))


def words(count, first=0):
    return " ".join(str(number) for number in range(first, first + count))


def test_passage_has_the_title_before_it_and_reads_as_people_read():
    assert passages(
        title="Otsikko", summary="Tiivis.", texts=("Muu.",), leads=("Tarve.",), steps=("Askel.",)
    ) == ["Otsikko. Tiivis. Tarve. Askel. Muu."]


def test_long_document_is_cut_into_passages_of_150_words():
    found = passages(title="O", summary=words(100), texts=(words(200, 100), "  "))
    assert found == [f"O. {words(150)}", f"O. {words(150, 150)}"]


def test_few_last_words_go_into_the_passage_before():
    assert passages(title="O", texts=(words(179),)) == [f"O. {words(179)}"]
    assert passages(title="O", texts=(words(180),)) == [f"O. {words(150)}", f"O. {words(30, 150)}"]


def test_very_long_document_has_four_passages():
    assert len(passages(texts=(words(100_000),))) == 4


def test_passage_without_spaces_is_cut():
    assert passages(title="x" * 1000, texts=("y" * 100_000,)) == ["x" * 200 + ". " + "y" * 1200]


def test_document_without_text_has_its_title():
    assert passages(title="Pelkkä\notsikko ") == ["Pelkkä otsikko"]
    assert passages(title=" ", summary="Vain tämä") == ["Vain tämä"]
    assert passages(title=" ", texts=("", " \n")) == []


def test_digest_tells_texts_apart():
    assert digest_of(["ab", "c"]) != digest_of(["a", "bc"])
    assert digest_of(["ä"]) == digest_of(["ä"])
    assert digest_of(["\ud800"]) != digest_of([])
