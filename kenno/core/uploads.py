"""What people may upload: judged by what the file is, never by its name or the sender's word."""

import secrets
import zipfile
from dataclasses import dataclass
from typing import IO, Any

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image

MAXIMUM_PIXELS = 60_000_000
BYTES_TO_KNOW_A_KIND = 8192
ZIP_MARK = b"PK\x03\x04"


@dataclass(frozen=True)
class Kind:
    """What a file is: the extension it is stored under and its media type."""

    extension: str
    media_type: str


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
IMAGE_KINDS = {
    kind.media_type: kind
    for kind in (Kind("jpg", "image/jpeg"), Kind("png", "image/png"), Kind("webp", "image/webp"))
}
ZIPPED_KINDS = {
    kind.media_type: kind
    for kind in (
        Kind("docx", f"{_OPEN_XML}.wordprocessingml.document"),
        Kind("xlsx", f"{_OPEN_XML}.spreadsheetml.sheet"),
        Kind("pptx", f"{_OPEN_XML}.presentationml.presentation"),
        Kind("odt", f"{_OPEN_DOCUMENT}.text"),
        Kind("ods", f"{_OPEN_DOCUMENT}.spreadsheet"),
        Kind("odp", f"{_OPEN_DOCUMENT}.presentation"),
    )
}
FILE_KINDS = {"application/pdf": Kind("pdf", "application/pdf"), **ZIPPED_KINDS, **IMAGE_KINDS}
OPEN_XML_PARTS = {
    "word/document.xml": f"{_OPEN_XML}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OPEN_XML}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OPEN_XML}.presentationml.presentation",
}
MACRO_MARKS = ("vbaproject.bin", "basic/", "scripts/")


def image_kind(upload: File[Any]) -> Kind:
    """Return which of the allowed images `upload` is.

    Raise ValidationError, in the reader's language, when it is over MAXIMUM_IMAGE_BYTES bytes or
    MAXIMUM_PIXELS pixels, is no JPEG, PNG or WebP image, or is broken.
    """
    _check_size(upload, settings.MAXIMUM_IMAGE_BYTES)
    kind = IMAGE_KINDS.get(_media_type(upload))
    if kind is None:
        raise ValidationError(
            _("Tämä tiedosto ei ole kuva. Valitse JPEG-, PNG- tai WebP-kuva."), code="kind"
        )
    _check_image(upload)
    return kind


def file_kind(upload: File[Any]) -> Kind:
    """Return which of the allowed files `upload` is: PDF, office document or image.

    Raise ValidationError, in the reader's language, when it is over MAXIMUM_FILE_BYTES bytes, of
    another kind, broken, or carries macros.
    """
    _check_size(upload, settings.MAXIMUM_FILE_BYTES)
    kind = FILE_KINDS.get(_media_type(upload))
    if kind is None:
        raise ValidationError(
            _(
                "Tämän tyyppistä tiedostoa ei voi liittää. "
                "Valitse PDF, asiakirja (docx, odt), taulukko (xlsx, ods), "
                "esitys (pptx, odp) tai kuva (JPEG, PNG, WebP)."
            ),
            code="kind",
        )
    if kind.media_type in IMAGE_KINDS:
        _check_image(upload)
    if kind.media_type in ZIPPED_KINDS:
        _check_document(upload)
    return kind


def validate_image(upload: File[Any]) -> None:
    """Refuse with a ValidationError what `image_kind` refuses; for the validators of a field."""
    image_kind(upload)


def validate_file(upload: File[Any]) -> None:
    """Refuse with a ValidationError what `file_kind` refuses; for the validators of a field."""
    file_kind(upload)


def stored_name(folder: str, kind: Kind) -> str:
    """Return a name under `folder` that tells nothing of its sender and cannot be guessed."""
    return f"{folder}/{secrets.token_urlsafe(16)}.{kind.extension}"


def _check_size(upload: File[Any], maximum: int) -> None:
    if upload.size > maximum:
        raise ValidationError(
            _("Tiedosto on liian suuri (%(size)s). Suurin sallittu koko on %(maximum)s."),
            code="size",
            params={"size": filesizeformat(upload.size), "maximum": filesizeformat(maximum)},
        )
    if not upload.size:
        raise ValidationError(_("Tiedosto on tyhjä."), code="empty")


def _media_type(upload: File[Any]) -> str:
    beginning = _from_start(upload).read(BYTES_TO_KNOW_A_KIND)
    upload.seek(0)
    found = filetype.guess(beginning)
    if found is None:
        return ""
    if beginning.startswith(ZIP_MARK):
        return _media_type_inside(upload)
    return str(found.mime)


def _media_type_inside(upload: File[Any]) -> str:
    """Tell office documents apart by their parts: writing programs put these in any order."""
    try:
        with zipfile.ZipFile(_from_start(upload)) as document:
            names = set(document.namelist())
            if "mimetype" in names and document.getinfo("mimetype").file_size < 100:
                return document.read("mimetype").decode("ascii")
    except (zipfile.BadZipFile, UnicodeDecodeError, ValueError, OSError):
        return ""
    finally:
        upload.seek(0)
    if "[Content_Types].xml" not in names:
        return ""
    return next((kind for part, kind in OPEN_XML_PARTS.items() if part in names), "")


def _check_image(upload: File[Any]) -> None:
    broken = ValidationError(_("Kuvaa ei voi lukea. Tallenna se uudelleen."), code="broken")
    try:
        with Image.open(_from_start(upload), formats=["JPEG", "PNG", "WEBP"]) as image:
            width, height = image.size
            if width * height <= MAXIMUM_PIXELS:
                image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise broken from error
    finally:
        upload.seek(0)
    if width * height > MAXIMUM_PIXELS:
        raise ValidationError(
            _("Kuva on liian suuri (%(width)s × %(height)s pistettä). Pienennä sitä."),
            code="pixels",
            params={"width": width, "height": height},
        )


def _check_document(upload: File[Any]) -> None:
    with zipfile.ZipFile(_from_start(upload)) as document:
        names = [name.lower() for name in document.namelist()]
    upload.seek(0)
    if any(name.startswith(MACRO_MARKS) or name.endswith(MACRO_MARKS[0]) for name in names):
        raise ValidationError(_("Tiedostossa on makroja. Tallenna se ilman niitä."), code="macros")


def _from_start(upload: File[Any]) -> IO[Any]:
    upload.open("rb")
    upload.seek(0)
    return upload
