from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kenno.surveys.actions.links import make_link, start_answer
from kenno.surveys.models import Invitation, Response, SurveyRound
from kenno.surveys.queries.answering import response_of
from tests.factories.surveys import OpenRoundFactory, RecipientFactory, SentInvitationFactory

BASICS = [{"section": "basics", "fields": ["title", "summary"]}]
WITH_TASKS = [*BASICS, {"section": "audience", "fields": ["statutory_tasks", "themes"]}]


@dataclass
class Link:
    """Somebody's personal link, and a browser without an account."""

    invitation: Invitation
    token: str
    client: Client

    def url(self, name: str, *arguments: Any) -> str:
        return reverse(f"surveys:{name}", args=[self.token, *arguments])

    def get(self, name: str, *arguments: Any, **options: Any) -> Any:
        return self.client.get(self.url(name, *arguments), **options)

    def post(self, name: str, *arguments: Any, data: Any = None, **headers: Any) -> Any:
        return self.client.post(self.url(name, *arguments), data or {}, headers=headers)

    @property
    def response(self) -> Response:
        found = response_of(Invitation.objects.get(pk=self.invitation.pk))
        assert found is not None
        return found


LinkMaker = Callable[..., Link]


def link_to(invitation: Invitation) -> Link:
    return Link(invitation, make_link(invitation).rstrip("/").rpartition("/")[2], Client())


@pytest.fixture
def invited(db: None) -> LinkMaker:
    """Make a link of a sent invitation to an open round, begun unless told otherwise."""

    def make(survey: SurveyRound | None = None, *, begun: bool = True, **given: Any) -> Link:
        survey = survey or OpenRoundFactory(practice_sections=BASICS)
        recipient = RecipientFactory(round=survey, **given)
        link = link_to(SentInvitationFactory(recipient=recipient))
        if begun:
            start_answer(invitation=link.invitation)
        return link

    return make
