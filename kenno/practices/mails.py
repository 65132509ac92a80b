"""The mails of this room in the active language, what is wanted first."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from kenno.core.mails import Button, Item, Items, Mail, Paragraph
from kenno.places.models import Municipality
from kenno.practices.models import Practice

PRACTICES_SHOWN = 20


def yearly_question(
    municipality: Municipality, practices: Sequence[Practice], url: str, *, is_reminder: bool
) -> Mail:
    """Return the mail that asks whether practices are still in use; `url` is personal."""
    subject = _("Ovatko käytänteet vielä käytössä? %(municipality)s") % {
        "municipality": municipality.name
    }
    items = [
        Item(practice.title, settings.BASE_URL + practice.get_absolute_url())
        for practice in practices[:PRACTICES_SHOWN]
    ]
    if more := len(practices) - PRACTICES_SHOWN:
        items += [Item(_("Ja muita: %(total)d") % {"total": more})] if more > 0 else []
    return Mail(
        _("Muistutus: %(subject)s") % {"subject": subject} if is_reminder else subject,
        (
            Paragraph(
                _("Kerro, ovatko nämä kuntanne käytänteet vielä käytössä. Kysymme kerran vuodessa.")
            ),
            Items(tuple(items)),
            Button(_("Vastaa tästä"), url),
            Paragraph(
                _(
                    "Voit vahvistaa käytänteen, muokata sitä tai pyytää sen arkistoimista. "
                    "Vahvistamiseen ei tarvitse kirjautua."
                )
            ),
        ),
        why=_("Saat tämän viestin, koska vastaat näistä käytänteistä tai kirjoitat kunnallesi."),
    )
