"""What the search knows of words across Finnish, Swedish and English."""

from kenno.search.lexicon.keeping import build_lexicon, lexicon
from kenno.search.lexicon.looking import ConceptMatch, Lexicon

__all__ = ["ConceptMatch", "Lexicon", "build_lexicon", "lexicon"]
