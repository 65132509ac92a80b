"""The mails that tell an author what became of a submission."""

from enum import Enum
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from kenno.core.mails import Block, Button, Mail, Paragraph, Quote, SmallPrint
from kenno.moderation.models import Moderated
from kenno.moderation.registry import kind_of


class Notice(Enum):
    RETURNED = "returned"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class _Words(NamedTuple):
    subject: str
    first: str
    button: str


def _words(notice: Notice) -> _Words:
    words = {
        Notice.RETURNED: _Words(
            _("Täydennä vielä: %(title)s"),
            _(
                "Koordinaattori palautti tekstin ”%(title)s” täydennettäväksi. "
                "Avaa luonnos, tee muutokset ja lähetä se uudelleen."
            ),
            _("Avaa luonnos"),
        ),
        Notice.PUBLISHED: _Words(
            _("Julkaistu: %(title)s"),
            _("Tekstisi ”%(title)s” on nyt julkaistu. Kiitos, että jaoit sen!"),
            _("Lue julkaistu teksti"),
        ),
        Notice.ARCHIVED: _Words(
            _("Arkistoitu: %(title)s"),
            _(
                "Koordinaattori arkistoi tekstin ”%(title)s”. "
                "Se ei enää näy lukijoille, mutta mitään ei ole hävitetty."
            ),
            _("Avaa arkistoitu teksti"),
        ),
    }
    return words[notice]


def notice_to_author(
    notice: Notice, *, record: Moderated, message: str, part: str = "", way_back: str | None = None
) -> Mail:
    """Return the mail in the active language; what is wanted comes first.

    `part` is the part of the form that the message is about, `way_back` the path
    where its author writes, if that is not in the workspace.
    """
    kind = kind_of(record)
    words = _words(notice)
    own_path = way_back or kind.edit_url(record)
    url = kind.public_url(record) if notice is Notice.PUBLISHED else own_path
    names = {"title": str(record)}
    blocks: list[Block] = [Paragraph(words.first % names)]
    title = dict(kind.parts(record)).get(part)
    if title is not None:
        blocks.append(Paragraph(_("Kysymys koskee osaa ”%(part)s”.") % {"part": title}))
    if way_back is not None:
        url = way_back
    elif notice is Notice.PUBLISHED:
        url = kind.public_url(record)
    else:
        url = kind.part_url(record, part) if title is not None else kind.edit_url(record)
    blocks.append(Button(words.button, settings.BASE_URL + url))
    if message:
        blocks.append(Quote(_("Koordinaattorin viesti"), message))
    if way_back is not None:
        blocks.append(
            SmallPrint(
                _("Kirjautua ei tarvitse. Linkki on henkilökohtainen: älä välitä sitä eteenpäin.")
            )
        )
    return Mail(
        words.subject % names,
        tuple(blocks),
        why=_("Saat tämän viestin, koska lähetit tekstin tarkistettavaksi Kulttuurikennossa."),
    )
