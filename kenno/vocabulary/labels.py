"""How labels are read: folding for look-up, and alternative labels that the source joins."""

import re
import unicodedata
from collections.abc import Container

MINIMUM_WORD = 2
MAXIMUM_LABEL = 200
SUBJECT_STRING = "--"

_WORD_START = re.compile(r"(?<=[\s(\-–/])\w{2,}")
_MODIFIERS = {
    # Finnish genitives, adjectives and participles; "-minen" and "-laiset" are nouns.
    "fi": re.compile(
        r"(?<!m)inen$|(?<!lai)(?<!läi)(?<!nai)(?<!ihmi)(?<=i)set$|[a-zäö]{2,}n$"
        r"|[eoi]v[aä]t?$|(?<!k)uvat?$|yvät?$|[mtrsn]avat?$|ävät?$"
        r"|n[uy]t$|(?<!ko)neet$|t?t[uy]t?$|t[oö]n$|tt[oö]m[aä]t$|käs$|kkäät$"
        r"|^(uusi|uudet|suuri|suuret|pieni|pienet|vapaa|vapaat|avoin|avoimet|hyvä|vanha)$"
    ),
    # Swedish adjectives, participles and genitives.
    "sv": re.compile(
        r"[^f]isk[at]?$|[blmnr]sk[at]?$|lig[at]?$|iga$|[ae]nde$|iv[at]$|ell[at]?$|[nrtb]ala$|[nrtb]alt$|aktig[at]?$"
        r"|igt$|ära?$|ant$|al$|ad$|ade$|rnas$|ens$|ers$|ets$|^(ny|nya|fri|fria|öppen|öppna)$"
    ),
    # English labels end in a plural when another label follows; the rest stays together.
    "en": re.compile(r"(?:[^s)]|'s|us|is|ss)$"),
}
# One set for all languages, as a Finnish field may hold an English name.
_CONNECTORS = {
    *("ja", "eli", "tai", "sekä"),
    *("i", "på", "av", "för", "till", "med", "och", "mellan", "efter", "från", "om", "som"),
    *("of", "for", "and", "in", "with", "to", "on", "at", "by", "from", "or", "the", "as"),
}


def fold(text: str) -> str:
    """Return `text` for comparison: case and spacing do not count, å ä ö stay letters."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def without_dots(folded: str) -> str:
    """Return folded text as it is typed on a keyboard without å ä ö or accents."""
    letters = unicodedata.normalize("NFD", folded)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def later_words(folded: str) -> list[str]:
    """Return the label from each of its words after the first: "barn i skolan" gives "skolan"."""
    return [folded[match.start() :] for match in _WORD_START.finditer(folded)]


def _words_of(text: str) -> list[str]:
    """Split at spaces, keeping a qualifier in brackets with the word before it."""
    words: list[str] = []
    depth = 0
    for word in text.split():
        if words and (depth > 0 or word[0] == "(" or (word[0] == "-" and word != SUBJECT_STRING)):
            words[-1] = f"{words[-1]} {word}"
        else:
            words.append(word)
        depth = max(0, depth + word.count("(") - word.count(")"))
    return words


def _without_preferred(words: list[str], preferred: list[str]) -> tuple[list[str], str]:
    """Drop the preferred label from the beginning; also return an older one found doubled there."""
    for size in range(1, len(words) // 2 + 1):
        doubled = words[:size]
        if doubled == words[size : 2 * size]:
            return words[2 * size :], "" if doubled == preferred else " ".join(doubled)
    if preferred and words[: len(preferred)] == preferred:
        return words[len(preferred) :], ""
    return words, ""


def _goes_on(word: str, following: str, language: str) -> bool:
    """Tell whether the label that has `word` in it also has the word after it."""
    if SUBJECT_STRING in (word, following):
        return False
    return (
        word in _CONNECTORS
        or following in _CONNECTORS
        or word.endswith("-")
        or _MODIFIERS[language].search(word) is not None
        or (word[0].isupper() and following[0].isupper())
    )


def _phrases(words: list[str], language: str) -> list[str]:
    phrases: list[list[str]] = []
    before = SUBJECT_STRING
    for word in words:
        if _goes_on(before, word, language):
            phrases[-1].append(word)
        else:
            phrases.append([word])
        before = word
    return [" ".join(phrase) for phrase in phrases]


def _joined_where_taken(phrases: list[str], taken: Container[str]) -> list[str]:
    """Join a phrase that is another concept's preferred label to the one before: a wrong cut."""
    joined: list[str] = []
    held = ""
    for position, phrase in enumerate(phrases):
        phrase = f"{held} {phrase}".strip()
        held = ""
        if fold(phrase) not in taken or SUBJECT_STRING in phrases:
            joined.append(phrase)
        elif joined:
            joined[-1] = f"{joined[-1]} {phrase}"
        elif position + 1 < len(phrases):
            held = phrase
    return joined


def split_alternatives(
    run_together: str, *, preferred: str, language: str, taken: Container[str]
) -> list[str]:
    """Return the alternative labels of a field where the source has only spaces between labels.

    The source (YSO 2017 in Annif-corpora) begins with the preferred label, in Finnish and
    Swedish twice. Where one label ends and the next begins is read from word endings, and from
    `taken`, the folded preferred labels of all concepts in this language, as no alternative
    label may be one of them. A label may still now and then be cut wrongly; look-up by its
    words works all the same. Pairs joined by "--" are old subject strings and left out.
    """
    words, older = _without_preferred(_words_of(run_together), _words_of(preferred))
    phrases = _joined_where_taken(_phrases(words, language), taken)
    subject_strings = {
        neighbour
        for position, phrase in enumerate(phrases)
        if phrase == SUBJECT_STRING
        for neighbour in (max(0, position - 1), position, position + 1)
    }
    seen = {fold(preferred)}
    labels: list[str] = []
    for position, phrase in enumerate([older, *phrases], start=-1):
        folded = fold(phrase)
        if position in subject_strings or folded in seen:
            continue
        if not MINIMUM_WORD <= len(phrase) <= MAXIMUM_LABEL:
            continue
        seen.add(folded)
        labels.append(phrase)
    return labels
