"""What the text of an article or a statement is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["bold", "italic", "link"]


class FigureBlock(blocks.StructBlock):
    """A picture with its text alternative, caption and photographer."""

    image = ImageBlock(label=_("Kuva"))
    caption = blocks.CharBlock(label=_("Kuvateksti"), max_length=300, required=False)
    photographer = blocks.CharBlock(label=_("Kuvaaja"), max_length=100, required=False)

    class Meta:
        icon = "image"
        label = _("Kuva")
        template = "pages/blocks/figure.html"


class BodyBlock(blocks.StreamBlock):
    """The body text: headings, paragraphs, lists and pictures in any order."""

    heading = blocks.CharBlock(
        label=_("Väliotsikko"),
        max_length=150,
        icon="title",
        template="pages/blocks/heading.html",
    )
    paragraph = blocks.RichTextBlock(
        label=_("Kappale"), features=TEXT_FEATURES, template="pages/blocks/paragraph.html"
    )
    list = blocks.ListBlock(
        blocks.RichTextBlock(label=_("Kohta"), features=TEXT_FEATURES),
        label=_("Luettelo"),
        icon="list-ul",
        template="pages/blocks/list.html",
    )
    figure = FigureBlock()
