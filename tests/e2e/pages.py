"""The pages that the accessibility tests walk; each room adds its own here."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from kenno.core import audit, suppression
from kenno.core.enums import LinkPurpose, MessageEventKind, MessageState, SuppressionReason
from kenno.core.links import create_link
from kenno.core.models import LEFT, MessageEvent, OutboxMessage
from kenno.moderation import actions as moderation
from kenno.pages.actions import load_pages
from kenno.people.models import Membership, User
from kenno.places.actions import load_places
from kenno.places.models import Municipality
from kenno.practices.models import Practice
from kenno.search import actions as search
from kenno.search.enums import SavedSearchState
from tests.e2e import upkeep_pages as upkeep
from tests.e2e.answering_pages import ANSWERING_PAGES
from tests.e2e.handling_pages import HANDLING_PAGES
from tests.e2e.inquiry_pages import INQUIRY_PAGES
from tests.e2e.people_pages import PEOPLE_PAGES
from tests.e2e.survey_pages import SURVEY_PAGES
from tests.e2e.survey_tracking_pages import SURVEY_TRACKING_PAGES
from tests.e2e.tip_pages import TIP_PAGES
from tests.e2e.walked import LONG_WORD, WalkedPage
from tests.factories.pages import AnsweredFeedbackFactory, FeedbackFactory
from tests.factories.people import (
    ContactFactory,
    ContributorFactory,
    CoordinatorFactory,
    InvitedContactFactory,
    MunicipalOrganisationFactory,
    OrganisationFactory,
    ShownContactFactory,
)
from tests.factories.practices import FullPracticeFactory, PublishedPracticeFactory
from tests.factories.search import AddressSearchFactory, SavedSearchFactory, SearchRecordFactory
from tests.factories.vocabulary import ConceptFactory


def _contributor() -> User:
    return ContributorFactory(first_name="Kulttuurisihteeri")


def _coordinator() -> User:
    return CoordinatorFactory(first_name="Koordinaattori")


def _organisations(path: str) -> Callable[[], str]:
    """A page of organisations; {pk} in its path is one of Inari that works no more."""

    def address() -> str:
        load_places()
        place = Municipality.objects.get(code="148")
        OrganisationFactory(name_fi=LONG_WORD, municipality=place)
        former = OrganisationFactory(
            kind="museum",
            municipality=place,
            is_active=False,
            website=f"https://museo.example/{LONG_WORD.replace(' ', '-')}",
        )
        return path.format(pk=former.pk)

    return address


def _contacts(path: str) -> Callable[[], str]:
    """A page of contacts; {card} and {organisation} in its path are those of who is signed in."""

    def address() -> str:
        me = User.objects.filter(first_name="Kulttuurisihteeri").first() or _contributor()
        place = me.memberships.get().municipality
        organisation = MunicipalOrganisationFactory(municipality=place)
        mine = {"person": me, "organisation": organisation}
        topics = ConceptFactory.create_batch(2, label_fi=LONG_WORD)
        card = ShownContactFactory(
            **mine, title=LONG_WORD, topics=topics, visibility="role-and-name", mentors=True
        )
        InvitedContactFactory(**mine, title="kutsuttu")
        ContactFactory(**mine, title="entinen", ends_on=timezone.localdate())
        return path.format(card=card.pk, organisation=organisation.pk)

    return address


def _contact_invitation() -> str:
    contact = InvitedContactFactory(title=LONG_WORD)
    token = create_link(purpose=LinkPurpose.CONTACT, subject=contact, lifetime=timedelta(days=1))
    return f"/yhteyshenkilo/kutsu/{token}/"


def _place(path: str) -> Callable[[], str]:
    """A page of the official classification, with a practice from Inari."""

    def address() -> str:
        load_places()
        FullPracticeFactory(title=LONG_WORD, municipality=Municipality.objects.get(code="148"))
        return path

    return address


def _list() -> str:
    for number in range(3):
        FullPracticeFactory(title=f"{LONG_WORD} {number}", is_example=number == 0)
    return "/kaytanteet/?q=kulttuurikasvatus&status=in-use"


def _found(query: str) -> Callable[[], str]:
    """The list after a search in the country with a practice from Inari."""

    def address() -> str:
        _place("")()
        search.rebuild()
        return f"/kaytanteet/?{query}"

    return address


def _practice() -> str:
    practice = FullPracticeFactory(title=LONG_WORD, is_example=True, language="sv")
    return practice.get_absolute_url()


def _archived() -> str:
    practice = PublishedPracticeFactory()
    moderation.archive(record=practice, by=_coordinator())
    return practice.get_absolute_url()


def _own_practice() -> Practice:
    """A published practice of the signed-in contributor's municipality."""
    place = Membership.objects.exclude(municipality=None).get().municipality
    practice: Practice = FullPracticeFactory(title=LONG_WORD, municipality=place)
    return practice


def _submitted() -> Practice:
    practice = FullPracticeFactory(title=LONG_WORD)
    author = _contributor()
    draft = practice.get_latest_revision_as_object()
    draft.summary = "Aivan toinen tiivistelmä"
    moderation.save_draft(record=draft, by=author, based_on=0)
    moderation.submit(record=draft, by=author)
    submitted: Practice = Practice.objects.get(pk=practice.pk)
    return submitted


def _workspace(path: str) -> Callable[[], str]:
    return lambda: f"/tyopoyta/kaytanteet/{_own_practice().pk}/{path}"


def _review(path: str) -> Callable[[], str]:
    return lambda: f"/tyopoyta/tarkistus/kaytanne/{_submitted().pk}/{path}"


def _site(path: str) -> Callable[[], str]:
    """An editors' page among the others."""

    def address() -> str:
        load_pages()
        return path

    return address


def _feedback() -> str:
    FeedbackFactory()
    AnsweredFeedbackFactory()
    return "/tyopoyta/palaute/"


def _saved_search(name: str) -> Callable[[], str]:
    """The page of a link in the mail of a saved search."""

    def address() -> str:
        saved = AddressSearchFactory(query=f"q={LONG_WORD.replace(' ', '+')}")
        return f"/hakuvahti/{name}/{search.make_link(saved)}/"

    return address


def _unconfirmed_search() -> str:
    saved = AddressSearchFactory(state=SavedSearchState.UNCONFIRMED)
    token = create_link(
        purpose=LinkPurpose.CONFIRM_SEARCH, subject=saved, lifetime=timedelta(days=1)
    )
    return f"/hakuvahti/vahvista/{token}/"


def _own_searches() -> str:
    owner = User.objects.get()
    SavedSearchFactory(owner=owner, query=f"q={LONG_WORD.replace(' ', '+')}")
    stopped = {"state": SavedSearchState.STOPPED, "stopped_at": timezone.now()}
    SavedSearchFactory(owner=owner, query="q=teatteri", **stopped)
    return "/tyopoyta/hakuvahdit/"


def _searches(show: str) -> Callable[[], str]:
    def address() -> str:
        today = timezone.localdate()
        SearchRecordFactory(text=LONG_WORD.lower(), total=0, unknown="kohnu", day=today)
        SearchRecordFactory(text="hidas haku", slowest_ms=340, day=today)
        return f"/tyopoyta/haut/?show={show}"

    return address


def _messages(path: str) -> Callable[[], str]:
    """A page of messages; {pk} in its path is a refused one, {suppressed} its address."""

    def address() -> str:
        recipient = f"{'kulttuurikasvatussuunnitelma' * 2}@kunta.example"
        for state in MessageState:
            left = {"sent_at": timezone.now()} if state in LEFT else {}
            refused = {"refusal": "rejected"} if state == MessageState.REFUSED else {}
            message = OutboxMessage.objects.create(
                kind="people.invitation",
                recipient=recipient,
                subject=LONG_WORD,
                body="Tervetuloa.",
                state=state,
                last_error="550 5.1.1 No such user here",
                **left,
                **refused,
            )
        for kind in (MessageEventKind.TRIED, MessageEventKind.INTERRUPTED):
            MessageEvent.objects.create(message=message, kind=kind, detail="451 4.7.1 Later")
        suppressed = suppression.suppress(
            address=recipient, reason=SuppressionReason.BOUNCE, message=message
        )
        return f"/tyopoyta/viestit/{path}".format(pk=message.pk, suppressed=suppressed.pk)

    return address


def _events() -> str:
    place = OrganisationFactory(name_fi=LONG_WORD)
    audit.record("people.organisation_changed", subject=place, by=User.objects.get())
    audit.record("vocabulary.loaded", subject=None, by=None)
    return "/tyopoyta/tapahtumat/?since=2020-01-01"


SECTIONS = (
    "basics",
    "story",
    "audience",
    "steps",
    "resources",
    "results",
    "materials",
    "contact",
)

PAGES: list[WalkedPage] = [
    WalkedPage("gallery", lambda: "/komponentit/"),
    WalkedPage("unknown address", lambda: "/ei-ole-taalla/", status=404),
    WalkedPage("sign-in", lambda: "/kirjaudu/"),
    WalkedPage("municipalities", _place("/kunnat/")),
    WalkedPage("municipalities by name", _place("/kunnat/?q=inari")),
    WalkedPage("municipality", _place("/kunnat/inari/")),
    WalkedPage("municipality without practices", _place("/kunnat/kristiinankaupunki/")),
    WalkedPage("region", _place("/maakunnat/lappi/")),
    WalkedPage("municipality with organisations", _organisations("/kunnat/inari/")),
    WalkedPage("organisations", _organisations("/organisaatiot/")),
    WalkedPage("no organisations", lambda: "/organisaatiot/?q=zzz"),
    WalkedPage("organisation", _organisations("/organisaatiot/{pk}/")),
    WalkedPage("organisation with contacts", _contacts("/organisaatiot/{organisation}/")),
    WalkedPage("invitation of a contact", _contact_invitation),
    WalkedPage("invitation accepted", lambda: "/yhteyshenkilo/vastattu/kylla/"),
    WalkedPage("invitation declined", lambda: "/yhteyshenkilo/vastattu/ei/"),
    WalkedPage("forged invitation", lambda: "/yhteyshenkilo/kutsu/x/", status=410),
    WalkedPage("front page", _site("/")),
    WalkedPage("front page in Swedish", _site("/sv/")),
    WalkedPage("front page in English", _site("/en/")),
    WalkedPage("articles", _site("/artikkelit/")),
    WalkedPage("article", _site("/artikkelit/kulttuuria-yhteistuumin/")),
    WalkedPage("accessibility statement", _site("/saavutettavuusseloste/")),
    WalkedPage("credits", _site("/lahteet-ja-lisenssit/")),
    WalkedPage("feedback", lambda: "/palaute/"),
    WalkedPage("feedback in the workspace", _feedback, _coordinator),
    WalkedPage("practice list", _list),
    WalkedPage("practice list, nothing found", lambda: "/kaytanteet/?q=zzzz"),
    WalkedPage("practice list, explained", _found("q=konsertti+Lapissa+-koulu+Ii")),
    WalkedPage("practice list, what to leave out", _found("q=konsertti&region=01")),
    WalkedPage("practice list, like municipalities", _found("order=alike&near=148")),
    WalkedPage("practice", _practice),
    WalkedPage("practice in print", lambda: f"{_practice()}tulosta/"),
    WalkedPage("archived practice", _archived, status=410),
    WalkedPage("workspace, contributor", lambda: f"/tyopoyta/?{_own_practice().pk}", _contributor),
    WalkedPage("workspace, coordinator", lambda: f"/tyopoyta/?{_submitted().pk}", _coordinator),
    WalkedPage("own practices", _workspace("../"), _contributor),
    WalkedPage("start of a practice", lambda: "/tyopoyta/kaytanteet/uusi/", _contributor),
    WalkedPage("practice being written", _workspace(""), _contributor),
    *(WalkedPage(f"section {name}", _workspace(f"osa/{name}/"), _contributor) for name in SECTIONS),
    WalkedPage("preview", _workspace("esikatselu/"), _contributor),
    WalkedPage("contact of a practice", _workspace("yhteyshenkilo/"), _contributor),
    WalkedPage("review queue", _review("../../"), _coordinator),
    WalkedPage("review", _review(""), _coordinator),
    WalkedPage("archiving", _review("arkistoi/"), _coordinator),
    WalkedPage("people", lambda: "/tyopoyta/ihmiset/", _coordinator),
    *(
        WalkedPage(name, _organisations(f"/tyopoyta/organisaatiot/{path}"), _coordinator)
        for name, path in (
            ("kept organisations", ""),
            ("new organisation", "lisaa/"),
            ("organisations as files", "tuo/"),
            ("change of an organisation", "{pk}/"),
            ("closing an organisation", "{pk}/lopeta/"),
        )
    ),
    *(
        WalkedPage(name, _contacts(f"/tyopoyta/{path}"), _contributor)
        for name, path in (
            ("own contact cards", "yhteystiedot/"),
            ("own contact card", "yhteystiedot/{card}/"),
            ("new contact card", "yhteystiedot/uusi/"),
            ("end of a contact's job", "yhteystiedot/{card}/paata/"),
            ("contacts of an organisation", "organisaatiot/{organisation}/yhteyshenkilot/"),
        )
    ),
    WalkedPage("messages", _messages(""), _coordinator),
    WalkedPage("messages of one state", _messages("?state=refused&since=2020-01-01"), _coordinator),
    WalkedPage("no messages", lambda: "/tyopoyta/viestit/?recipient=zzz", _coordinator),
    WalkedPage("message", _messages("{pk}/"), _coordinator),
    WalkedPage("sending again", _messages("uudelleen/?state=refused"), _coordinator),
    WalkedPage("suppressed addresses", _messages("estetyt/"), _coordinator),
    WalkedPage("no suppressed addresses", lambda: "/tyopoyta/viestit/estetyt/", _coordinator),
    WalkedPage("lifting a suppression", _messages("estetyt/{suppressed}/salli/"), _coordinator),
    WalkedPage("events", _events, _coordinator),
    WalkedPage("no events", lambda: "/tyopoyta/tapahtumat/?text=zzz", _coordinator),
    *INQUIRY_PAGES,
    WalkedPage("yearly question", upkeep.contacts_by_link),
    WalkedPage("yearly question answered", lambda: "/yhteyshenkilo/vahvistettu/pitaa/"),
    WalkedPage("yearly question on practices", upkeep.practices_by_link),
    WalkedPage("practices confirmed", lambda: "/vahvista/kaytanteet/"),
    WalkedPage("practice not confirmed for long", upkeep.stale_practice),
    WalkedPage("list with confirmations", upkeep.stale_list),
    WalkedPage("practices not confirmed", upkeep.unconfirmed_practices, _coordinator),
    WalkedPage(
        "contacts not confirmed",
        upkeep.own("/tyopoyta/yhteyshenkilot/vahvistusta-vailla/"),
        _coordinator,
    ),
    *(
        WalkedPage(name, upkeep.own(f"/tyopoyta/{path}"), reader)
        for name, path, reader in (
            ("workspace with questions", "", _contributor),
            ("own yearly question", "yhteystiedot/vahvista/", _contributor),
            ("own question on practices", "kaytanteet/vahvista/", _contributor),
            ("naming a successor", "yhteystiedot/{card}/seuraaja/", _contributor),
            ("own data", "omat-tiedot/", _contributor),
            ("removing own data", "omat-tiedot/poista/", _contributor),
            ("workspace with what is unconfirmed", "", _coordinator),
            ("removing a person", "ihmiset/{person}/poista-tiedot/", _coordinator),
        )
    ),
    WalkedPage("last coordinator", lambda: "/tyopoyta/omat-tiedot/poista/", _coordinator),
    WalkedPage("data removed", lambda: "/tiedot-poistettu/"),
    WalkedPage("following a search", lambda: "/hakuvahti/?kind=practice&query=q%3Dteatteri"),
    WalkedPage("confirmation sent", lambda: "/hakuvahti/vahvista/"),
    WalkedPage("confirming a saved search", _unconfirmed_search),
    WalkedPage("stopping a saved search", _saved_search("lopeta")),
    WalkedPage("managing a saved search", _saved_search("oma")),
    WalkedPage("forged link of a saved search", lambda: "/hakuvahti/oma/x/", status=410),
    WalkedPage("own saved searches", _own_searches, _contributor),
    WalkedPage("no saved searches", lambda: "/tyopoyta/hakuvahdit/", _contributor),
    *(
        WalkedPage(f"searches, {show}", _searches(show), _coordinator)
        for show in ("not-found", "unknown", "slow", "most")
    ),
    WalkedPage("no searches", lambda: "/tyopoyta/haut/", _coordinator),
    *PEOPLE_PAGES,
    *ANSWERING_PAGES,
    *HANDLING_PAGES,
    *SURVEY_PAGES,
    *SURVEY_TRACKING_PAGES,
    *TIP_PAGES,
]
