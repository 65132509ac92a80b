"""Under which keys the lexicon keeps what it knows. Values are lists with tabs between."""

from collections.abc import Sequence


def concepts_key(language: str, tokens: Sequence[str]) -> str:
    """Codes of the concepts with a label of these main tokens."""
    return f"c{language} {' '.join(tokens)}"


def reach_key(language: str, token: str) -> str:
    """How many words the longest label that begins with `token` has, where more than one."""
    return f"n{language} {token}"


def part_key(language: str, part: str) -> str:
    """The main token of the label that stands so inside a compound, where it is another."""
    return f"p{language} {part}"


def labels_key(language: str, code: str) -> str:
    """The labels of a concept, the preferred one first."""
    return f"l{language} {code}"


def translations_key(source: str, target: str, key: str) -> str:
    """Translations of all headwords with this main token."""
    return f"t{source}{target} {key}"


def headword_key(source: str, target: str, word: str) -> str:
    """Translations of a headword of a word list, as it stands there."""
    return f"h{source}{target} {word}"


def synonyms_key(language: str, word: str) -> str:
    """Words that mean about the same as one, by what both are in other languages."""
    return f"s{language} {word}"


def known_key(language: str, word: str) -> str:
    """A word of the language that is no key of a label or translation itself."""
    return f"w{language} {word}"


def related_key(code: str) -> str:
    """The concepts related to one."""
    return f"r{code}"
