"""The themes of a practice: chosen concepts, and chips of those that fit the text."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from kenno.practices.models import Practice
from kenno.practices.queries.themes import suggested_themes
from kenno.vocabulary.forms import MAXIMUM_CONCEPTS, ConceptsField, ConceptsWidget

ADD_THEME = "add-theme"
THEMES = "themes"


class ThemesWidget(ConceptsWidget):
    """Concepts as everywhere, and below them suggestions from the text saved so far.

    Each suggestion is a submit button `add-theme` of the form around; `with_added_theme` reads it.
    """

    template_name = "practices/widgets/themes.html"
    draft: Practice | None = None
    # Where the section is saved, when not in the workspace.
    save_url = ""
    # Swapped into a page in which the chip that had the focus is gone.
    takes_focus = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the suggestions to the widget's context."""
        context = super().get_context(name, value, attrs)
        chosen = [concept.code for concept in context["widget"]["chosen"]]
        suggested = []
        save_url = self.save_url
        if self.draft is not None and len(chosen) < MAXIMUM_CONCEPTS:
            suggested = suggested_themes(self.draft, chosen=chosen)
            save_url = save_url or reverse("practices:section", args=[self.draft.pk, "audience"])
        context["widget"] |= {
            "suggested": suggested,
            "add_name": ADD_THEME,
            "save_url": save_url,
            "takes_focus": self.takes_focus,
        }
        return context


class ThemesField(ConceptsField):
    widget = ThemesWidget


def added_theme(data: QueryDict) -> str:
    """Return the code of the suggestion whose chip was pressed, or nothing."""
    return data.get(ADD_THEME, "")


def with_added_theme(data: QueryDict) -> QueryDict:
    """Return what was posted with the pressed suggestion among the chosen themes."""
    code = added_theme(data)
    if not code:
        return data
    changed = data.copy()
    changed.setlist(THEMES, list(dict.fromkeys([*data.getlist(THEMES), code])))
    return changed
