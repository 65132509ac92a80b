"""The maps of a round: how far each municipality has come, and how the regions have answered."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from kenno.places import honeycomb
from kenno.places.honeycomb import Honeycomb, LegendEntry, Mark, Shade
from kenno.surveys.enums import PlaceState
from kenno.surveys.queries.tracking import TrackedPlace

# The sign in the cell tells apart what has the same shade.
SIGNS: Final = {
    PlaceState.SUBMITTED: ("✓", Shade.MANY),
    PlaceState.INTERVIEWED: ("?", Shade.SOME),
    PlaceState.STARTED: ("½", Shade.SOME),
    PlaceState.DELEGATED: ("→", Shade.SOME),
    PlaceState.OPENED: ("•", Shade.FEW),
    PlaceState.SENT: ("", Shade.FEW),
    PlaceState.WAITING: ("", Shade.NONE),
    PlaceState.DECLINED: ("×", Shade.NONE),
    PlaceState.FAILED: ("!", Shade.NONE),
    PlaceState.UNASKED: ("–", Shade.NONE),
}


def map_of_states(places: Sequence[TrackedPlace], *, folder: str) -> Honeycomb:
    """Return the municipalities by state; cells lead to their addresses in `folder`."""
    there = {place.state for place in places}
    marks = {state: _mark(state) for state in PlaceState}
    return honeycomb.draw(
        sorted((place.municipality for place in places), key=lambda place: place.region.code),
        name="kennosto",
        title=_("Kunnat kartalla"),
        heading=_("Tila"),
        marks={place.municipality.pk: marks[place.state] for place in places},
        otherwise=marks[PlaceState.UNASKED],
        legend=[
            LegendEntry(str(state.label), SIGNS[state][1], figure=SIGNS[state][0])
            for state in PlaceState
            if state in there
        ],
        folder=folder,
    )


def _mark(state: PlaceState) -> Mark:
    figure, shade = SIGNS[state]
    label = str(state.label)
    return Mark(figure=figure, text=label, shade=shade, in_table=label)
