"""The mails that tell an author what became of a submission."""

from enum import Enum

from django.conf import settings
from django.utils.translation import gettext as _

from kenno.moderation.models import Moderated
from kenno.moderation.registry import kind_of


class Notice(Enum):
    RETURNED = "returned"
    PUBLISHED = "published"
    ARCHIVED = "archived"


def _text(notice: Notice) -> tuple[str, str]:
    texts = {
        Notice.RETURNED: (
            _("Täydennä vielä: %(title)s"),
            _(
                "Koordinaattori palautti tekstin ”%(title)s” täydennettäväksi. "
                "Avaa luonnos, tee muutokset ja lähetä se uudelleen:"
            ),
        ),
        Notice.PUBLISHED: (
            _("Julkaistu: %(title)s"),
            _("Tekstisi ”%(title)s” on nyt julkaistu. Kiitos, että jaoit sen! Se löytyy täältä:"),
        ),
        Notice.ARCHIVED: (
            _("Arkistoitu: %(title)s"),
            _(
                "Koordinaattori arkistoi tekstin ”%(title)s”. "
                "Se ei enää näy lukijoille, mutta mitään ei ole hävitetty:"
            ),
        ),
    }
    return texts[notice]


def notice_to_author(notice: Notice, *, record: Moderated, message: str) -> tuple[str, str]:
    """Return subject and body of the mail in the active language; what is wanted comes first."""
    kind = kind_of(record)
    subject, first = _text(notice)
    url = kind.public_url(record) if notice is Notice.PUBLISHED else kind.edit_url(record)
    names = {"title": str(record)}
    paragraphs = [first % names, settings.BASE_URL + url]
    if message:
        paragraphs += [_("Koordinaattorin viesti:"), message]
    paragraphs.append(_("Terveisin Kulttuurikenno"))
    return subject % names, "\n\n".join(paragraphs)
