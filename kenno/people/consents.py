"""What a person is asked to agree to, word for word, and for how long it holds.

A changed text gets a new version: who agreed to the old one is asked again on their own page, and
what they agreed to stays as it was shown, in each `Consent`.
"""

from datetime import timedelta
from typing import Final

from kenno.core.languages import LANGUAGES
from kenno.people.enums import ConsentPurpose

TEXT_VERSION: Final = "2026-1"
LIFETIME: Final = timedelta(days=730)

TEXTS: Final[dict[str, dict[str, str]]] = {
    ConsentPurpose.ROLE: {
        "fi": (
            "Tehtävänimikkeeni, organisaationi ja tässä kertomani tiedot saa näyttää "
            "Kulttuurikennon sivuilla, haussa ja avoimissa tiedoissa, ja minulle saa välittää "
            "kysymyksiä. Osoitettani ei näytetä. Suostumus on voimassa kaksi vuotta, ja voin "
            "perua sen milloin tahansa."
        ),
        "sv": (
            "Min befattning, min organisation och uppgifterna som jag ger här får visas på "
            "Kulttuurikennos sidor, i sökningen och i öppna data, och frågor får förmedlas till "
            "mig. Min adress visas inte. Samtycket gäller i två år, och jag kan återkalla det "
            "när som helst."
        ),
        "en": (
            "My job title, my organisation and what I tell here may be shown on Kulttuurikenno's "
            "pages, in its search and in its open data, and questions may be passed on to me. My "
            "address is not shown. The consent holds for two years, and I can withdraw it at any "
            "time."
        ),
    },
    ConsentPurpose.NAME: {
        "fi": (
            "Myös nimeni saa näyttää tehtävänimikkeeni yhteydessä. Suostumus on voimassa kaksi "
            "vuotta, ja voin perua sen milloin tahansa."
        ),
        "sv": (
            "Även mitt namn får visas tillsammans med min befattning. Samtycket gäller i två år, "
            "och jag kan återkalla det när som helst."
        ),
        "en": (
            "My name may be shown with my job title, too. The consent holds for two years, and I "
            "can withdraw it at any time."
        ),
    },
}


def consent_language(language: str | None) -> str:
    """Return the language in which a reader of `language` is asked to agree."""
    return language if language in LANGUAGES else "fi"


def consent_text(purpose: ConsentPurpose, language: str | None) -> str:
    """Return what is agreed to, in the reader's language."""
    return TEXTS[purpose][consent_language(language)]
