import pytest

from kenno.search.documents import SearchSource, register_source, source_of, sources
from tests.search.conftest import Records


def source(kind: str, *facets: str) -> SearchSource:
    return SearchSource(kind, keys=list, documents=lambda keys: [], facets=facets)


def test_register_source_lists_sources_by_kind(records: Records) -> None:
    other = source("article", "topic")
    register_source(other)
    assert [one.kind for one in sources()] == ["article", "record"]
    assert source_of("article") is other
    assert source_of("unknown") is None


def test_register_source_takes_the_same_source_again(records: Records) -> None:
    (registered,) = sources()
    register_source(registered)
    assert sources() == (registered,)


def test_register_source_refuses_a_second_one_for_a_kind(records: Records) -> None:
    with pytest.raises(ValueError, match="record"):
        register_source(source("record"))


@pytest.mark.parametrize("name", ["", "Region", "a.b", "1st", "åldrar"])
def test_register_source_refuses_a_facet_name_that_is_not_plain(
    records: Records, name: str
) -> None:
    with pytest.raises(ValueError, match="facet"):
        register_source(source("article", name))
