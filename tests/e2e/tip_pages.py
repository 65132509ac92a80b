"""The walked pages of tips, and of who completes a draft behind a personal link."""

from collections.abc import Callable
from typing import Any

from kenno.people.models import User
from kenno.practices.actions.requests import make_link, pass_on, submit
from kenno.practices.models import DraftRequest, Practice
from kenno.search import actions as search
from kenno.surveys.models import Tip
from tests.e2e.walked import LONG_WORD, WalkedPage
from tests.factories.people import (
    CoordinatorFactory,
    MunicipalOrganisationFactory,
    ShownContactFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import (
    DraftRequestFactory,
    PracticeFactory,
    PublishedPracticeFactory,
    StartedRequestFactory,
)
from tests.factories.surveys import AsideTipFactory, SentTipFactory, TipFactory


def _coordinator() -> User:
    return CoordinatorFactory(first_name="Koordinaattori")


def _draft(**given: Any) -> Practice:
    """A draft of Inari with a long name."""
    place = MunicipalityFactory(name_fi="Inari", slug_fi="inari")
    organisation = MunicipalOrganisationFactory(municipality=place)
    ShownContactFactory(organisation=organisation, title=LONG_WORD)
    return PracticeFactory(municipality=place, title=LONG_WORD, **given)


def path_of(asked: DraftRequest) -> str:
    """The path of a new personal link."""
    return f"/luonnos/{make_link(asked).rstrip('/').rpartition('/')[2]}/"


def _behind_link(path: str, *, begun: bool = True, sent: bool = False) -> Callable[[], str]:
    def address() -> str:
        make = StartedRequestFactory if begun else DraftRequestFactory
        asked = make(
            practice=_draft(summary=LONG_WORD, statutory_tasks=None if sent else []),
            title=LONG_WORD,
            told_by=LONG_WORD,
            message=LONG_WORD,
        )
        pass_on(
            request=asked,
            email="kirjasto@kunta.example",
            title=LONG_WORD,
            language="fi",
            message="",
        )
        if sent:
            submit(request=asked, token="a" * 43)
        return path_of(asked) + path

    return address


def _gone() -> str:
    return f"/luonnos/{'x' * 43}/"


def _asking(path: str) -> Callable[[], str]:
    """A workspace page of a draft about which somebody is asked."""

    def address() -> str:
        asked = DraftRequestFactory(practice=_draft(), title=LONG_WORD)
        return path.format(practice=asked.practice_id, request=asked.pk)

    return address


def _tip(make: Callable[..., Tip] = TipFactory, **given: Any) -> Tip:
    place = MunicipalityFactory(name_fi="Inari")
    organisation = MunicipalOrganisationFactory(municipality=place)
    ShownContactFactory(organisation=organisation, title=LONG_WORD)
    return make(
        municipality=place,
        title=LONG_WORD,
        text=LONG_WORD,
        who_knows=LONG_WORD,
        told_by=LONG_WORD,
        **given,
    )


def _tips() -> str:
    for make in (TipFactory, SentTipFactory, AsideTipFactory):
        _tip(make)
    return "/tyopoyta/vinkit/"


def _new_tip() -> str:
    PublishedPracticeFactory(title=LONG_WORD)
    search.rebuild()
    return f"/tyopoyta/vinkit/{_tip().pk}/"


def _sent_tip() -> str:
    tip = _tip(SentTipFactory)
    DraftRequestFactory(practice=tip.practice, title=LONG_WORD)
    return f"/tyopoyta/vinkit/{tip.pk}/"


TIP_PAGES = [
    WalkedPage("tip", lambda: "/vinkki/"),
    WalkedPage("tip-thanks", lambda: "/vinkki/kiitos/"),
    WalkedPage("no-tips", lambda: "/tyopoyta/vinkit/", _coordinator),
    WalkedPage("tips", _tips, _coordinator),
    WalkedPage("new-tip", _new_tip, _coordinator),
    WalkedPage("sent-tip", _sent_tip, _coordinator),
    WalkedPage("draft-request", _behind_link("", begun=False)),
    WalkedPage("draft-request-gone", _gone, status=410),
    WalkedPage("requested-draft", _behind_link("teksti/")),
    WalkedPage("requested-draft-sent", _behind_link("teksti/", sent=True)),
    WalkedPage("requested-section", _behind_link("osa/audience/")),
    WalkedPage("pass-on-request", _behind_link("siirra/")),
    WalkedPage("decline-request", _behind_link("kieltaydy/")),
    WalkedPage("ask-owner", _asking("/tyopoyta/kaytanteet/{practice}/pyyda/"), _coordinator),
    WalkedPage(
        "revoke-request", _asking("/tyopoyta/kaytanteet/pyynto/{request}/peru/"), _coordinator
    ),
    WalkedPage("draft-asked-about", _asking("/tyopoyta/kaytanteet/{practice}/"), _coordinator),
]
