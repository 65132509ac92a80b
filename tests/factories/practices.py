from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from kenno.moderation.enums import ReviewState
from kenno.practices.enums import RequestReason
from kenno.practices.models import Claim, DraftRequest, Practice, Step, WorkingHours
from tests.factories.people import ShownContactFactory, UserFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.vocabulary import StatutoryTaskFactory


class PracticeFactory(DjangoModelFactory):
    """A draft with all that is needed for being sent for review."""

    class Meta:
        model = Practice
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Kulttuurikaveri {number}")
    summary = "Vapaaehtoinen lähtee kaveriksi konserttiin."
    municipality = factory.SubFactory(MunicipalityFactory)

    @factory.post_generation
    def statutory_tasks(self, create: bool, extracted: Any, **options: Any) -> None:
        self.statutory_tasks.set([StatutoryTaskFactory()] if extracted is None else extracted)
        self.save()


class PublishedPracticeFactory(PracticeFactory):
    """A practice that anyone may read."""

    slug = factory.Sequence(lambda number: f"kulttuurikaveri-{number}")
    live = True
    review_state = ReviewState.PUBLISHED
    first_published_at = factory.LazyFunction(timezone.now)
    last_published_at = factory.LazyFunction(timezone.now)


class FullPracticeFactory(PublishedPracticeFactory):
    """A published practice that answers every question of a reader."""

    organisation = "Kunnan kulttuuripalvelut"
    practice_status = "in-use"
    start_year = 2019
    need = "Yksin asuvat jäivät konserteista pois."
    description = "Kulttuurikaveri hakee kotoa ja saattaa takaisin."
    cost_once_eur = 500
    cost_yearly_eur = 3200
    lead_time_weeks = 8
    funding_sources = "Kunnan talousarvio"
    premises = "Ei omia tiloja"
    partners = "Eläkeläisyhdistys"
    smallest_version = "Yksi kaveri ja yksi konsertti."
    what_failed = "Ilmoittautuminen verkossa ei toiminut."
    contact = factory.SubFactory(
        ShownContactFactory,
        organisation__municipality=factory.SelfAttribute("...municipality"),
        receives_visits=True,
    )

    @factory.post_generation
    def rows(self, create: bool, extracted: Any, **options: Any) -> None:
        self.steps.set(
            [
                Step(title="Etsi kaverit", text="Kysy yhdistyksistä.", sort_order=0),
                Step(title="Kouluta", text="Yksi ilta riittää.", sort_order=1),
            ]
        )
        self.hours.set([WorkingHours(role="tuottaja", hours_to_start=40, hours_per_year=60)])
        self.claims.set(
            [
                Claim(statement="Käyntejä", value=412, unit="kertaa", how="counted", sort_order=0),
                Claim(statement="Yksinäisyys väheni", sort_order=1),
            ]
        )
        self.save()


class DraftRequestFactory(DjangoModelFactory):
    """A request to complete a draft, mailed today, its mail forgotten by the outbox."""

    class Meta:
        model = DraftRequest

    practice = factory.SubFactory(PracticeFactory, provenance="tip")
    person = factory.SubFactory(UserFactory)
    title = "kulttuurisihteeri"
    reason = RequestReason.TIP
    language = "fi"


class StartedRequestFactory(DraftRequestFactory):
    """A request whose receiver has begun to complete the draft."""

    opened_at = factory.LazyFunction(timezone.now)
    started_at = factory.LazyFunction(timezone.now)
