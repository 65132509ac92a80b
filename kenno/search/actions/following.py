"""Following a search by mail: saved, confirmed, changed, stopped, resumed, forgotten."""

from datetime import datetime, time, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kenno.core import audit, links, outbox
from kenno.core.enums import LinkPurpose
from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.people.models import User
from kenno.search import mails
from kenno.search.enums import Frequency, SavedSearchState
from kenno.search.models import QUERY_LENGTH, UNCONFIRMED_KEPT, SavedSearch
from kenno.search.watching import watchable_of

# A mail may lie unread for long, and its way out must still be open.
LINK_LIFETIME: Final = timedelta(days=365)
DIGEST_HOUR: Final = 7
MONDAY: Final = 0


def next_digest(frequency: str, now: datetime) -> datetime:
    """Return when the next digest is due: at seven in the morning, weekly ones on Mondays."""
    local = timezone.localtime(now)
    day = local.date() + timedelta(days=0 if local.hour < DIGEST_HOUR else 1)
    if frequency == Frequency.WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return datetime.combine(day, time(DIGEST_HOUR), tzinfo=timezone.get_current_timezone())


@transaction.atomic
def save_for_person(
    *, owner: User, kind: str, query: str, language: str, frequency: Frequency, by: User
) -> SavedSearch:
    """Let a person be told of news of a search; saved again, it begins anew or changes its pace.

    Raises Refusal when searches of this kind cannot be saved or the query is too long.
    """
    query, now = _saveable(kind, query), timezone.now()
    begun = {
        "frequency": frequency,
        "state": SavedSearchState.ACTIVE,
        "told_until": now,
        "next_at": next_digest(frequency, now),
    }
    saved, created = SavedSearch.objects.select_for_update().get_or_create(
        owner=owner, kind=kind, query=query, language=language, defaults=begun
    )
    if not created and saved.state == SavedSearchState.ACTIVE:
        change_frequency(saved=saved, frequency=frequency, by=by)
        return saved
    if not created:
        _change(saved, **begun, stopped_at=None)
    audit.record("search.saved", subject=saved, by=by)
    return saved


@transaction.atomic
def save_for_address(
    *, email: str, kind: str, query: str, language: str, frequency: Frequency
) -> None:
    """Save a search for an address and mail it a link by which its owner confirms the wish.

    Nothing else is sent before that. There is no `by`: whoever asks is not known, and gets the
    same answer whatever is known of the address. Raises Refusal when the address is none, searches
    of this kind cannot be saved, or the query is too long.
    """
    email, query, now = _address(email), _saveable(kind, query), timezone.now()
    saved, created = SavedSearch.objects.select_for_update().get_or_create(
        owner=None,
        email=email,
        kind=kind,
        query=query,
        language=language,
        state=SavedSearchState.UNCONFIRMED,
        defaults={
            "frequency": frequency,
            "told_until": now,
            "next_at": next_digest(frequency, now),
        },
    )
    if created:
        audit.record("search.saved", subject=saved, by=None)
    else:
        links.revoke_links(purpose=LinkPurpose.CONFIRM_SEARCH, subject=saved)
        _change(saved, frequency=frequency, created_at=now)
    token = links.create_link(
        purpose=LinkPurpose.CONFIRM_SEARCH, subject=saved, lifetime=UNCONFIRMED_KEPT
    )
    with translation.override(language):
        mail = mails.confirmation(saved, token)
    outbox.queue_message(
        kind="search.confirmation",
        recipient=email,
        mail=mail,
        confidential=True,
        expires_at=now + UNCONFIRMED_KEPT,
    )


def unconfirmed_of_link(token: str) -> SavedSearch:
    """Return the search that an unused link of a mail confirms; raise Gone when there is none."""
    link = links.find_link(token=token, purpose=LinkPurpose.CONFIRM_SEARCH)
    return _present(link.subject)


def saved_search_of_link(token: str) -> SavedSearch:
    """Return the search that a link of a digest manages; raise Gone when there is none."""
    return _present(links.find_link(token=token, purpose=LinkPurpose.SAVED_SEARCH).subject)


def make_link(saved: SavedSearch) -> str:
    """Return the token of a new link by which its holder manages and stops this saved search."""
    return links.create_link(
        purpose=LinkPurpose.SAVED_SEARCH, subject=saved, lifetime=LINK_LIFETIME
    )


@transaction.atomic
def confirm(*, token: str) -> SavedSearch:
    """Begin a saved search whose address its owner has confirmed; return the one that goes on.

    When the address followed the same search already, that one goes on at the new pace. Raises
    Gone when the link does not work.
    """
    link = links.use_link(token=token, purpose=LinkPurpose.CONFIRM_SEARCH)
    saved = _locked(_present(link.subject))
    earlier = _same_for_address(saved).filter(state=SavedSearchState.ACTIVE).first()
    if earlier is not None:
        saved.delete()
        change_frequency(saved=earlier, frequency=Frequency(saved.frequency), by=None)
        return earlier
    now = timezone.now()
    _change(saved, state=SavedSearchState.ACTIVE, next_at=next_digest(saved.frequency, now))
    audit.record("search.confirmed", subject=saved, by=None)
    return saved


@transaction.atomic
def change_frequency(*, saved: SavedSearch, frequency: Frequency, by: User | None) -> None:
    """Change how often news are told; nothing happens when that is so already.

    Raises Conflict when the saved search is not going on.
    """
    present = _locked(saved)
    if present.state != SavedSearchState.ACTIVE:
        raise Conflict(_("Tämä hakuvahti on lopetettu. Jatka sitä ensin."))
    if present.frequency == frequency:
        return
    next_at = next_digest(frequency, timezone.now())
    _change(present, frequency=frequency, next_at=next_at)
    audit.record(
        "search.frequency_changed", subject=present, by=by, data={"frequency": str(frequency)}
    )


@transaction.atomic
def stop(*, saved: SavedSearch, by: User | None) -> None:
    """Tell no news any more. Run twice, the second changes nothing."""
    present = _locked(saved)
    if present.state == SavedSearchState.STOPPED:
        return
    _change(present, state=SavedSearchState.STOPPED, stopped_at=timezone.now())
    audit.record("search.stopped", subject=present, by=by)


@transaction.atomic
def resume(*, saved: SavedSearch, by: User | None) -> None:
    """Go on as though it had not been stopped: what was published meanwhile is told next.

    Run twice, the second changes nothing. Raises Conflict when the same address has saved the
    same search anew.
    """
    present = _locked(saved)
    if present.state != SavedSearchState.STOPPED:
        return
    next_at = next_digest(present.frequency, timezone.now())
    try:
        with transaction.atomic():
            _change(present, state=SavedSearchState.ACTIVE, stopped_at=None, next_at=next_at)
    except IntegrityError as error:
        raise Conflict(_("Seuraat jo tätä hakua: se on tallennettu uudelleen.")) from error
    audit.record("search.resumed", subject=present, by=by)


@transaction.atomic
def prune_saved_searches() -> int:
    """Delete what was not confirmed in 7 days, and what was stopped 30 days ago; return how many.

    With them go the addresses.
    """
    _all, by_model = SavedSearch.objects.expired(timezone.now()).delete()
    deleted = by_model.get(SavedSearch._meta.label, 0)
    if deleted:
        audit.record("search.saved_pruned", subject=None, by=None, data={"deleted": deleted})
    return deleted


def _saveable(kind: str, query: str) -> str:
    watchable = watchable_of(kind)
    if watchable is None:
        raise Refusal(_("Tätä hakua ei voi seurata."))
    clean = watchable.clean(query)
    if len(clean) > QUERY_LENGTH:
        raise Refusal(_("Haku on liian pitkä seurattavaksi. Jätä siitä sanoja pois."))
    return clean


def _address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refusal(_("Sähköpostiosoite ei kelpaa.")) from error
    return email


def _present(subject: Any) -> SavedSearch:
    if not isinstance(subject, SavedSearch):
        raise Gone(_("Tätä hakuvahtia ei enää ole."))
    return subject


def _locked(saved: SavedSearch) -> SavedSearch:
    present = SavedSearch.objects.select_for_update().filter(pk=saved.pk).first()
    return _present(present)


def _same_for_address(saved: SavedSearch) -> Any:
    same = {name: getattr(saved, name) for name in ("email", "kind", "query", "language")}
    return SavedSearch.objects.select_for_update().filter(owner=None, **same)


def _change(saved: SavedSearch, **values: Any) -> None:
    for name, value in values.items():
        setattr(saved, name, value)
    saved.save(update_fields=list(values))
