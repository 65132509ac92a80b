from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from kenno.places.actions import load_places
from kenno.practices.actions.publication import after_change
from kenno.practices.enums import CostClass, SizeClass
from kenno.practices.models import Practice
from kenno.practices.queries.boost import boost
from kenno.practices.queries.classes import cost_class, fresh_on, size_class
from kenno.practices.queries.documents import FACETS, documents
from kenno.practices.queries.names import FIELDS, filter_names
from kenno.search.documents import FACET_NAME, FilterName, SearchDocument, source_of
from kenno.search.models import IndexChange
from tests.factories.places import MunicipalityFactory, RegionFactory, WellbeingCountyFactory
from tests.factories.practices import (
    FullPracticeFactory,
    PracticeFactory,
    PublishedPracticeFactory,
)
from tests.factories.vocabulary import (
    ArtFormFactory,
    ConceptFactory,
    EffectAreaFactory,
    StatutoryTaskFactory,
    TargetGroupFactory,
)

Counted = Callable[..., object]


def document(practice: Practice) -> SearchDocument:
    [found] = documents([str(practice.pk)])
    return found


@pytest.mark.parametrize(
    ("once", "yearly", "expected"),
    [
        (None, None, CostClass.UNKNOWN),
        (0, None, CostClass.FREE),
        (0, 0, CostClass.FREE),
        (None, 1, CostClass.UNDER_1000),
        (999, 0, CostClass.UNDER_1000),
        (500, 500, CostClass.UNDER_5000),
        (0, 4_999, CostClass.UNDER_5000),
        (5_000, None, CostClass.UNDER_20000),
        (10_000, 9_999, CostClass.UNDER_20000),
        (10_000, 10_000, CostClass.OVER_20000),
    ],
)
def test_cost_class_counts_first_year(
    once: int | None, yearly: int | None, expected: CostClass
) -> None:
    assert cost_class(once, yearly) is expected


@pytest.mark.parametrize(
    ("population", "expected"),
    [
        (0, SizeClass.UNDER_2000),
        (1_999, SizeClass.UNDER_2000),
        (2_000, SizeClass.UNDER_5000),
        (99_999, SizeClass.UNDER_100000),
        (100_000, SizeClass.OVER_100000),
    ],
)
def test_size_class_has_lower_limit_inside(population: int, expected: SizeClass) -> None:
    assert size_class(population) is expected


def merits(**changed: object) -> float:
    nothing = {
        "completeness": 0,
        "fresh_on": date(2020, 1, 1),
        "grounded_claims": 0,
        "in_use": False,
        "adaptations": 0,
    }
    return boost(**{**nothing, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, 1.0),
        ({"completeness": 50}, 1.025),
        ({"completeness": 100}, 1.05),
        ({"completeness": 1000}, 1.05),
        ({"fresh_on": date(1999, 1, 1)}, 1.0),
        ({"fresh_on": date(2027, 7, 2)}, 1.0375),
        ({"fresh_on": date(2090, 1, 1)}, 1.075),
        ({"grounded_claims": 1}, 1.02),
        ({"grounded_claims": 9}, 1.04),
        ({"in_use": True}, 1.0175),
        ({"adaptations": 1}, 1.00875),
        ({"adaptations": 9}, 1.0175),
        (
            {
                "completeness": 100,
                "fresh_on": date(2090, 1, 1),
                "grounded_claims": 2,
                "in_use": True,
                "adaptations": 2,
            },
            1.2,
        ),
    ],
)
def test_boost_adds_merits_as_its_formula_says(changed: dict[str, object], expected: float) -> None:
    assert merits(**changed) == pytest.approx(expected, abs=1e-5)


@pytest.mark.django_db
def test_freshness_goes_by_confirmation_before_publication() -> None:
    practice = PracticeFactory(created_at=datetime(2021, 2, 3, tzinfo=UTC))
    assert fresh_on(practice) == date(2021, 2, 3)
    practice.first_published_at = datetime(2022, 2, 3, tzinfo=UTC)
    practice.last_published_at = datetime(2023, 2, 3, tzinfo=UTC)
    assert fresh_on(practice) == date(2023, 2, 3)
    practice.last_confirmed_on = date(2022, 5, 6)
    assert fresh_on(practice) == date(2022, 5, 6)


@pytest.mark.django_db
def test_document_holds_what_each_field_is_for() -> None:
    county = WellbeingCountyFactory(name_fi="Kainuun hyvinvointialue", name_sv="Kajanalands område")
    region = RegionFactory(code="18", name_fi="Kainuu", name_sv="Kajanaland", name_en="Kainuu")
    kuhmo = MunicipalityFactory(
        code="290",
        name_fi="Kuhmo",
        name_sv="Kuhmo",
        region=region,
        wellbeing_county=county,
        population=7_900,
        urban_rural="3",
        language_status="fi",
    )
    practice = FullPracticeFactory(
        title="Kaveri mukaan",
        summary="Lyhyesti.",
        municipality=kuhmo,
        statutory_tasks=[StatutoryTaskFactory(code="access", label_fi="Saatavuus")],
        last_confirmed_on=date(2025, 5, 1),
        completeness=80,
    )
    practice.partner_municipalities.set(
        [MunicipalityFactory(code="205", name_fi="Kajaani", name_sv="Kajana", region=region)]
    )
    practice.themes.set([ConceptFactory(code="p1", label_fi="musiikki", label_sv="musik")])
    practice.art_forms.set([ArtFormFactory(code="music", label_fi="Musiikki")])
    practice.target_groups.set([TargetGroupFactory(code="older")])
    practice.effect_areas.set([EffectAreaFactory(code="equality")])
    practice.save()
    PublishedPracticeFactory(adapted_from=practice)
    PracticeFactory(adapted_from=practice)

    found = document(practice)

    assert (found.kind, found.key, found.language) == ("practice", str(practice.pk), "fi")
    assert (found.title, found.summary) == ("Kaveri mukaan", "Lyhyesti.")
    assert found.leads == ("Yksin asuvat jäivät konserteista pois.",)
    assert found.steps == ("Etsi kaverit", "Kysy yhdistyksistä.", "Kouluta", "Yksi ilta riittää.")
    assert found.texts[:3] == (
        "Kulttuurikaveri hakee kotoa ja saattaa takaisin.",
        "Yksi kaveri ja yksi konsertti.",
        "Käyntejä",
    )
    assert found.places[:5] == ("Kuhmo", "Kajaani", "Kajana", "Kainuu", "Kajanaland")
    assert "Kainuun hyvinvointialue" in found.places
    assert "Kajanalands område" in found.places
    assert found.labels[0] == "Saatavuus"
    assert {"Musiikki", "musiikki", "musik"} <= set(found.labels)
    assert found.own_words == ("Kunnan kulttuuripalvelut", "kulttuurisihteeri")
    assert found.concepts == ("p1",)
    assert found.facets == {
        "task": ("access",),
        "region": ("18",),
        "art": ("music",),
        "target": ("older",),
        "size": ("5000-10000",),
        "urban": ("3",),
        "municipal-language": ("fi",),
        "cost": ("1000-5000",),
        "effect": ("equality",),
        "status": ("in-use",),
        "language": ("fi",),
        "year": ("2025",),
        "municipality": ("290", "205"),
        "concept": ("p1",),
    }
    assert found.boost == pytest.approx(
        boost(
            completeness=80,
            fresh_on=date(2025, 5, 1),
            grounded_claims=1,
            in_use=True,
            adaptations=1,
        )
    )


@pytest.mark.django_db
def test_document_of_bare_practice_has_no_empty_texts() -> None:
    found = document(PublishedPracticeFactory(municipality__wellbeing_county=None))

    assert (found.leads, found.steps, found.texts, found.own_words) == ((), (), (), ())
    assert found.facets["cost"] == ("unknown",)
    assert found.facets["status"] == ()


@pytest.mark.django_db
def test_documents_leave_drafts_out() -> None:
    assert list(documents([str(PracticeFactory().pk), "999999"])) == []


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_documents_make_same_number_of_queries(
    django_assert_num_queries: Counted, rows: int
) -> None:
    practices = FullPracticeFactory.create_batch(rows)
    for practice in practices:
        PublishedPracticeFactory(adapted_from=practice)

    with django_assert_num_queries(15):  # type: ignore[attr-defined]
        list(documents([str(practice.pk) for practice in practices]))


def test_names_of_facets_and_fields_are_those_of_source() -> None:
    source = source_of("practice")
    assert source is not None
    assert source.facets == FACETS
    assert source.fields == FIELDS
    assert set(FIELDS.values()) <= set(FACETS)
    assert all(FACET_NAME.fullmatch(name) for name in FACETS)


@pytest.mark.django_db
def test_filter_names_know_places_in_three_languages() -> None:
    load_places()

    found = set(filter_names())

    for expected in (
        FilterName("region", "18", "Kainuu", "fi"),
        FilterName("region", "18", "Kajanaland", "sv"),
        FilterName("region", "02", "Southwest Finland", "en"),
        FilterName("region", "02", "Finland Proper", "en"),
        FilterName("region", "21", "Åland", "fi"),
        FilterName("municipality", "564", "Oulu", "fi"),
        FilterName("municipality", "564", "Uleåborg", "sv"),
    ):
        assert expected in found


@pytest.mark.django_db
def test_filter_names_of_short_lists_need_their_field() -> None:
    ArtFormFactory(code="music", label_fi="musiikki", label_sv="musik", label_en="music")

    found = {name for name in filter_names() if name.facet not in ("municipality", "region")}

    assert not any(name.bare for name in found)
    assert FilterName("art", "music", "musik", "sv", bare=False) in found
    assert FilterName("language", "sv", "ruotsi", "fi", bare=False) in found
    assert FilterName("status", "in-use", "käytössä", "fi", bare=False) in found
    assert {name.value for name in found if name.facet == "cost"} == set(CostClass.values)


@pytest.mark.django_db
def test_publication_of_an_adaptation_indexes_what_it_was_adapted_from_too() -> None:
    source = PublishedPracticeFactory()
    adaptation = PublishedPracticeFactory(adapted_from=source)
    IndexChange.objects.all().delete()
    after_change(adaptation)
    rows = IndexChange.objects.order_by("pk").values_list("kind", "key")
    assert list(rows) == [("practice", str(source.pk)), ("practice", str(adaptation.pk))]
