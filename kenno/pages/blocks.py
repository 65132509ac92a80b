"""What the text of an article or a statement is made of."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from kenno.pages.enums import FigurePart
from kenno.surveys.queries.summary import summarised_rounds, summary_of

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


def rounds_to_choose() -> list[tuple[str, str]]:
    """Return the rounds that an article may show figures of, as choices of a form."""
    return [(str(survey.pk), survey.name) for survey in summarised_rounds()]


class RoundChoiceBlock(blocks.ChoiceBlock):
    """A choice among the rounds; what is stored is taken as it is, without asking for them all."""

    def to_python(self, value: Any) -> str:
        return str(value or "")


class SurveyFiguresBlock(blocks.StructBlock):
    """A map or a table of a survey that is over, drawn from its answers whenever it is read."""

    survey = RoundChoiceBlock(label=_("Kysely"), choices=rounds_to_choose)
    part = blocks.ChoiceBlock(label=_("Mitä näytetään"), choices=FigurePart.choices)

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add the round's `summary`, counted once for a page; None when the round is gone."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        counted = context.get("survey_summaries", {})
        pk = value["survey"]
        if pk not in counted:
            survey = summarised_rounds().filter(pk=pk).first()
            counted[pk] = summary_of(survey) if survey else None
        return {**context, "summary": counted[pk]}

    class Meta:
        icon = "table"
        label = _("Kyselyn luvut")
        template = "pages/blocks/survey_figures.html"


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
    survey_figures = SurveyFiguresBlock()
