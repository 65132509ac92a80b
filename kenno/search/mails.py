"""The mails of saved searches, in the active language: what is wanted or told comes first."""

from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kenno.core.mails import Button, Item, Items, Link, Mail, Paragraph, one_line
from kenno.search.enums import Frequency
from kenno.search.models import SavedSearch
from kenno.search.watching import NewsItem, watchable_of

NEWS_SHOWN: Final = 20
SUMMARY_SHOWN: Final = 160


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
        (
            Paragraph(
                _("Vahvista, että haluat seurata hakua: %(search)s") % {"search": _described(saved)}
            ),
            Button(
                _("Vahvista hakuvahti"),
                settings.BASE_URL + reverse("search:confirm", args=[token]),
            ),
            Paragraph(promise),
            Paragraph(
                _(
                    "Linkki toimii 7 päivää. Jos et pyytänyt tätä, sinun ei tarvitse tehdä mitään: "
                    "emme lähetä muuta, ja poistamme osoitteesi."
                )
            ),
        ),
        why=_("Saat tämän viestin, koska osoitteellasi pyydettiin hakuvahtia."),
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
    told = Items(tuple(map(_told, news[:NEWS_SHOWN])))
    left_out = ngettext("… ja %(count)d muu", "… ja %(count)d muuta", more) % {"count": more}
    manage = settings.BASE_URL + reverse("search:manage", args=[token])
    subject = ngettext("Hakuvahti: %(count)d uusi", "Hakuvahti: %(count)d uutta", count)
    return Mail(
        subject % {"count": count},
        (
            Paragraph(first_line),
            told,
            *([Paragraph(left_out)] if more > 0 else []),
            Link(_("Koko haku"), search_address(saved, saved.language)),
            Link(_("Muuta, kuinka usein kerromme"), manage),
        ),
        why=_("Saat tämän viestin, koska seuraat hakua Kulttuurikennossa."),
        stop=Link(_("Lopeta tämän haun seuraaminen"), stop_address(token)),
    )


def _told(item: NewsItem) -> Item:
    title = f"{item.title} ({item.place})" if item.place else item.title
    return Item(one_line(title), item.url, _shortened(item.summary))


def _shortened(text: str) -> str:
    text = one_line(text)
    if len(text) <= SUMMARY_SHOWN:
        return text
    return text[:SUMMARY_SHOWN].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
