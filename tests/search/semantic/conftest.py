import pytest

from kenno.search.semantic import asking, embedding


@pytest.fixture
def meaning(settings, monkeypatch):
    """Search by meaning switched on, with the embedder of these tests; skips without numpy."""
    pytest.importorskip("numpy")
    from tests.search.semantic.embedder import WordEmbedder

    settings.SEMANTIC_SEARCH = True
    settings.SEMANTIC_EMBEDDER = "tests.search.semantic.embedder.WordEmbedder"
    monkeypatch.setattr(WordEmbedder, "passages", [])
    monkeypatch.setattr(WordEmbedder, "queries", [])
    monkeypatch.setattr(embedding, "_loading", embedding._Loading())
    asking._question_vector.cache_clear()
    yield WordEmbedder
    asking._question_vector.cache_clear()
