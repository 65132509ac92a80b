"""Search by meaning: optional, off unless settings.SEMANTIC_SEARCH, and nothing needs it.

Nothing here imports numpy or the embedding before it is switched on and asked.
"""

from kenno.search.semantic.asking import nearest
from kenno.search.semantic.embedding import is_on
from kenno.search.semantic.following import after_index_change, follow_index
from kenno.search.semantic.fusing import fuse

__all__ = ["after_index_change", "follow_index", "fuse", "is_on", "nearest"]
