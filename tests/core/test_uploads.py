import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from PIL import Image

from kenno.core import uploads
from kenno.core.uploads import file_kind, image_kind, stored_name, validate_file, validate_image

TEXT_DOCUMENT = "application/vnd.oasis.opendocument.text"
NOT_AN_IMAGE = "Tämä tiedosto ei ole kuva. Valitse JPEG-, PNG- tai WebP-kuva."
NOT_ALLOWED = (
    "Tämän tyyppistä tiedostoa ei voi liittää. Valitse PDF, asiakirja (docx, odt), taulukko (xlsx, "
    "ods), esitys (pptx, odp) tai kuva (JPEG, PNG, WebP)."
)


def named(name: str, content: bytes, sent_as: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=sent_as)


def picture(kind: str, size: tuple[int, int] = (8, 8)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "gold").save(stream, kind)
    return stream.getvalue()


def zipped(*names: str, mimetype: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<x/>")
    return stream.getvalue()


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PROGRAM = b"MZ\x90\x00\x03" + b"\x00" * 400
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    ("content", "extension"),
    [(picture("JPEG"), "jpg"), (picture("PNG"), "png"), (picture("WEBP"), "webp")],
)
def test_image_is_known_by_its_content(content, extension):
    upload = named("photo.exe", content, sent_as="application/x-msdownload")
    assert image_kind(upload).extension == extension
    assert file_kind(upload).extension == extension
    assert upload.read() == content


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (PDF, "pdf"),
        (zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "docx"),
        (zipped("word/document.xml", "_rels/.rels", "[Content_Types].xml"), "docx"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (zipped("content.xml", mimetype=TEXT_DOCUMENT), "odt"),
        (zipped("content.xml", mimetype=TEXT_DOCUMENT.replace("text", "spreadsheet")), "ods"),
        (zipped("content.xml", mimetype=TEXT_DOCUMENT.replace("text", "presentation")), "odp"),
    ],
)
def test_file_is_known_by_its_content(content, extension):
    upload = named("file", content)
    assert file_kind(upload).extension == extension
    assert upload.read() == content


@pytest.mark.parametrize(
    "content",
    [PROGRAM, HTML, SVG, PDF, b"GIF89a" + b"\x00" * 40, b"plain text", zipped("a.png")],
    ids=["program", "html", "svg", "pdf", "gif", "text", "zip"],
)
def test_image_that_is_something_else_is_refused(content):
    with pytest.raises(ValidationError) as refusal:
        validate_image(named("photo.png", content))
    assert refusal.value.messages == [NOT_AN_IMAGE]


@pytest.mark.parametrize(
    "content",
    [
        PROGRAM,
        HTML,
        SVG,
        b"a,b\n1,2\n",
        zipped("a.exe"),
        zipped("word/document.xml"),
        zipped("content.xml", mimetype="application/epub+zip"),
        zipped("content.xml", mimetype="ä" * 20),
        zipped("content.xml", mimetype="x" * 100),
        b"PK\x03\x04 this is not a zip archive" + b"\x00" * 40,
    ],
    ids=[
        "program",
        "html",
        "svg",
        "csv",
        "zip",
        "half a docx",
        "epub",
        "strange mimetype",
        "long mimetype",
        "false zip",
    ],
)
def test_file_of_another_kind_is_refused(content):
    with pytest.raises(ValidationError) as refusal:
        validate_file(named("report.pdf", content, sent_as="application/pdf"))
    assert refusal.value.messages == [NOT_ALLOWED]


@pytest.mark.parametrize(
    "content",
    [picture("PNG")[:-20], picture("PNG")[:40], b"\xff\xd8\xff\xe0" + b"\x00" * 100],
    ids=["cut at the end", "cut at the start", "only a beginning"],
)
@pytest.mark.parametrize("validate", [validate_image, validate_file])
def test_image_that_is_broken_is_refused(validate, content):
    with pytest.raises(ValidationError) as refusal:
        validate(named("photo.png", content))
    assert refusal.value.messages == ["Kuvaa ei voi lukea. Tallenna se uudelleen."]


def test_image_of_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MAXIMUM_PIXELS", 199)
    with pytest.raises(ValidationError) as refusal:
        validate_image(named("photo.png", picture("PNG", (20, 10))))
    assert refusal.value.messages == ["Kuva on liian suuri (20 × 10 pistettä). Pienennä sitä."]


def test_image_that_unpacks_to_a_bomb_is_refused():
    header = picture("PNG", (1, 1))
    bomb = header[:16] + (60_000).to_bytes(4, "big") * 2 + header[24:]
    with pytest.raises(ValidationError):
        validate_image(named("photo.png", bomb))


@pytest.mark.parametrize(
    "names",
    [
        ["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"],
        ["mimetype", "content.xml", "Basic/Standard/Module1.xml"],
    ],
)
def test_file_with_macros_is_refused(names):
    mimetype = TEXT_DOCUMENT if "mimetype" in names else ""
    content = zipped(*[name for name in names if name != "mimetype"], mimetype=mimetype)
    with pytest.raises(ValidationError) as refusal:
        validate_file(named("report.docx", content))
    assert refusal.value.messages == ["Tiedostossa on makroja. Tallenna se ilman niitä."]


@pytest.mark.parametrize("validate", [validate_image, validate_file])
def test_file_that_is_empty_is_refused(validate):
    with pytest.raises(ValidationError) as refusal:
        validate(named("photo.png", b""))
    assert refusal.value.messages == ["Tiedosto on tyhjä."]


def large(size: int) -> TemporaryUploadedFile:
    upload = TemporaryUploadedFile("photo.png", "image/png", size, None)
    upload.truncate(size)
    return upload


@pytest.mark.parametrize(
    ("validate", "maximum"), [(validate_image, "10,0\xa0MB"), (validate_file, "20,0\xa0MB")]
)
def test_file_of_fifty_megabytes_is_refused_unread(
    validate: Callable[[TemporaryUploadedFile], None], maximum
):
    with large(50 * 1024 * 1024) as upload, pytest.raises(ValidationError) as refusal:
        validate(upload)
    assert refusal.value.messages == [
        f"Tiedosto on liian suuri (50,0\xa0MB). Suurin sallittu koko on {maximum}."
    ]


def test_file_at_the_limit_is_allowed(settings):
    content = picture("PNG")
    settings.MAXIMUM_IMAGE_BYTES = len(content)
    assert image_kind(named("photo.png", content)).extension == "png"
    settings.MAXIMUM_IMAGE_BYTES = len(content) - 1
    with pytest.raises(ValidationError):
        image_kind(named("photo.png", content))


def test_stored_name_tells_nothing_and_never_repeats():
    kind = file_kind(named("../../etc/passwd.html", PDF))
    names = {stored_name("materials", kind) for _ in range(100)}
    assert len(names) == 100
    assert {name.rpartition("/")[0] for name in names} == {"materials"}
    assert {name.rpartition(".")[2] for name in names} == {"pdf"}
