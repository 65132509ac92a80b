"""The mails of saved searches, in the active language: what is wanted or told comes first."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kenno.search.enums import Frequency
from kenno.search.models import SavedSearch
from kenno.search.watching import NewsItem, watchable_of

NEWS_SHOWN: Final = 20
SUMMARY_SHOWN: Final = 160


class Mail(NamedTuple):
    """A mail before it is addressed to anyone."""

    subject: str
    body: str


def descriptions(saved_searches: Sequence[SavedSearch], language: str) -> list[str]:
    """Return in words what each saved search looks for; empty where its kind is gone."""
    found: dict[int, str] = {}
    for kind in dict.fromkeys(saved.kind for saved in saved_searches):
        of_kind = [saved for saved in saved_searches if saved.kind == kind]
        if watchable := watchable_of(kind):
            texts = watchable.describe_all([saved.query for saved in of_kind], language)
            found |= {saved.pk: text for saved, text in zip(of_kind, texts, strict=True)}
    return [found.get(saved.pk, "") for saved in saved_searches]


def search_address(saved: SavedSearch, language: str) -> str:
    """Return the absolute address of the whole search; empty when its kind is gone."""
    watchable = watchable_of(saved.kind)
    return watchable.url(saved.query, language) if watchable else ""


def _described(saved: SavedSearch) -> str:
    return descriptions([saved], saved.language)[0]


def stop_address(token: str) -> str:
    """Return the absolute address at which a saved search is stopped."""
    return settings.BASE_URL + reverse("search:stop", args=[token])


def confirmation(saved: SavedSearch, token: str) -> Mail:
    """Return the mail that asks the owner of an address whether they want this."""
    if saved.frequency == Frequency.DAILY:
        promise = _(
            "Sen jälkeen kerromme uusista tuloksista sähköpostilla, enintään kerran päivässä."
        )
    else:
        promise = _(
            "Sen jälkeen kerromme uusista tuloksista sähköpostilla, enintään kerran viikossa."
        )
    return Mail(
        _("Vahvista hakuvahti"),
        "\n\n".join(
            [
                _("Vahvista, että haluat seurata hakua: %(search)s")
                % {"search": _described(saved)},
                settings.BASE_URL + reverse("search:confirm", args=[token]),
                promise,
                _(
                    "Linkki toimii 7 päivää. Jos et pyytänyt tätä, sinun ei tarvitse tehdä mitään: "
                    "emme lähetä muuta, ja poistamme osoitteesi."
                ),
                _("Terveisin Kulttuurikenno"),
            ]
        )
        + "\n",
    )


def digest(saved: SavedSearch, news: Sequence[NewsItem], token: str) -> Mail:
    """Return the mail that tells the news of a saved search, the newest first."""
    count = len(news)
    first_line = ngettext(
        "Lue uusi tulos haustasi: %(search)s",
        "Lue %(count)d uutta tulosta haustasi: %(search)s",
        count,
    ) % {"count": count, "search": _described(saved)}
    more = count - NEWS_SHOWN
    parts = [first_line, *map(_told, news[:NEWS_SHOWN])]
    if more > 0:
        parts.append(ngettext("… ja %(count)d muu", "… ja %(count)d muuta", more) % {"count": more})
    manage = settings.BASE_URL + reverse("search:manage", args=[token])
    parts += [
        _("Koko haku:") + "\n" + search_address(saved, saved.language),
        _("Lopeta tämän haun seuraaminen:") + "\n" + stop_address(token),
        _("Muuta, kuinka usein kerromme:") + "\n" + manage,
        _("Terveisin Kulttuurikenno"),
    ]
    subject = ngettext("Hakuvahti: %(count)d uusi", "Hakuvahti: %(count)d uutta", count)
    return Mail(subject % {"count": count}, "\n\n".join(parts) + "\n")


def _told(item: NewsItem) -> str:
    title = f"{item.title} ({item.place})" if item.place else item.title
    lines = [_one_line(title), _shortened(item.summary), item.url]
    return "\n".join(filter(None, lines))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _shortened(text: str) -> str:
    text = _one_line(text)
    if len(text) <= SUMMARY_SHOWN:
        return text
    return text[:SUMMARY_SHOWN].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
