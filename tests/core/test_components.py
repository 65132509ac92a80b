"""Each component says what it shows in text, and works with the least it is given."""

import re
from datetime import UTC, datetime

import pytest
from django.core.paginator import Paginator
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.safestring import mark_safe

from kenno.core.pictures import COLUMNS, ROWS, TONES, cells_of
from kenno.core.templatetags.core import meter_cells, page_numbers
from tests.core.drawing import draw, squeezed


def test_gallery_is_open_to_everyone_and_not_indexed(client: Client, db):
    response = client.get("/komponentit/")
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "name",
    [
        "buttons",
        "cell_picture",
        "diff_view",
        "empty_state",
        "error_summary",
        "form",
        "notice",
        "person_card",
        "prose",
        "search_box",
        "section_nav",
        "tag",
    ],
)
def test_gallery_shows_each_group_of_components(client: Client, db, name: str):
    content = squeezed(client.get("/komponentit/").content.decode())
    assert f'<section id="{name}"' in content


def test_gallery_has_no_inline_style_or_script(client: Client, db):
    content = client.get("/komponentit/").content.decode()
    assert "style=" not in content
    assert "<style" not in content
    assert content.count("<script") == content.count("<script src=")


def test_tag_with_address_is_a_link():
    assert draw('{% tag text="Musiikki" href="/haku/" %}') == (
        '<a class="tag tag--link" href="/haku/">Musiikki</a>'
    )


def test_tag_without_address_is_text():
    assert (
        draw("{% tag text=text %}", text="<Musiikki>")
        == '<span class="tag">&lt;Musiikki&gt;</span>'
    )


@pytest.mark.parametrize(
    ("state", "label"),
    [
        ("draft", "luonnos"),
        ("in-review", "tarkistettavana"),
        ("returned", "palautettu"),
        ("published", "julkaistu"),
        ("archived", "arkistoitu"),
        ("waiting", "odottaa"),
        ("sending", "lähdössä"),
        ("sent", "lähetetty"),
        ("bounced", "palautui"),
        ("refused", "ei lähtenyt"),
        ("something-new", "something-new"),
    ],
)
def test_status_says_its_state_in_words(state: str, label: str):
    assert f"<span>{label}</span>" in draw("{% status state=state %}", state=state)


def test_status_shows_the_label_it_is_given():
    assert "<span>vastattu</span>" in draw('{% status state="sent" label="vastattu" %}')


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("info", "Tiedoksi:"),
        ("success", "Onnistui:"),
        ("warning", "Huomaa:"),
        ("error", "Virhe:"),
        ("debug", "Tiedoksi:"),
    ],
)
def test_notice_says_its_kind_in_words(kind: str, word: str):
    drawn = draw("{% #notice kind=kind %}Tallennettu{% /notice %}", kind=kind)
    assert f'<span class="visually-hidden">{word}</span>' in drawn
    assert "Tallennettu" in drawn


def test_card_has_a_heading_of_the_level_it_is_given():
    drawn = draw('{% #card title="Luonnokset" url="/omat/" level=3 %}x{% /card %}')
    assert '<h3 class="card__title"><a href="/omat/">Luonnokset</a></h3>' in drawn


def test_card_without_title_has_no_heading():
    assert "<h2" not in draw("{% #card %}x{% /card %}")


def test_empty_state_says_what_to_do_next():
    drawn = draw('{% empty_state title="Tyhjää" action_url="/alku/" action_label="Aloita" %}')
    assert '<h2 class="empty__title">Tyhjää</h2>' in drawn
    assert '<a class="button" href="/alku/">Aloita</a>' in drawn


def test_empty_state_without_action_has_no_link():
    assert "<a" not in draw('{% empty_state title="Tyhjää" %}')


def test_result_card_keeps_marks_and_escapes_the_rest():
    drawn = draw(
        '{% result_card url="/k/" title=title summary=summary language="sv" meta=meta tags=tags %}',
        title=mark_safe("<mark>Kör</mark>"),
        summary="<b>",
        meta=["Raseborg"],
        tags=[("Musiikki", "/m/")],
    )
    assert '<a href="/k/" lang="sv"><mark>Kör</mark></a>' in drawn
    assert '<p class="result__summary" lang="sv">&lt;b&gt;</p>' in drawn
    assert "<li>Raseborg</li>" in drawn
    assert '<li><a class="tag tag--link" href="/m/">Musiikki</a></li>' in drawn


def test_result_card_works_with_title_and_address_alone():
    drawn = draw('{% result_card url="/k/" title="Kuoro" %}')
    assert '<h2 class="result__title"><a href="/k/">Kuoro</a></h2>' in drawn
    assert "<ul" not in drawn


def test_pagination_keeps_the_rest_of_the_state():
    page = Paginator(range(60), 20).page(2)
    drawn = draw('{% pagination page=page query="q=kuoro" %}', page=page)
    assert 'rel="prev" href="?q=kuoro&amp;page=1"' in drawn
    assert 'rel="next" href="?q=kuoro&amp;page=3"' in drawn
    assert '<a aria-current="page" href="?q=kuoro&amp;page=2">' in drawn


def test_pagination_of_one_page_is_nothing():
    assert draw("{% pagination page=page %}", page=Paginator(range(3), 20).page(1)) == ""


def test_page_numbers_leave_out_the_far_ones():
    page = Paginator(range(240), 20).page(6)
    assert page_numbers(page) == [1, None, 5, 6, 7, None, 12]


def test_meter_says_its_value_in_text():
    drawn = draw('{% meter value=37 label="Täydellisyys" %}')
    assert '<span class="meter__value">37 %</span>' in drawn
    assert drawn.count("meter__full") == 3


@pytest.mark.parametrize(
    ("value", "filled"), [(0, 0), (1, 1), (10, 1), (37, 3), (99, 9), (100, 10)]
)
def test_meter_cells_fill_only_what_is_reached(value: int, filled: int):
    assert meter_cells(value) == [True] * filled + [False] * (10 - filled)


def test_section_nav_says_state_and_place_in_text():
    sections = [
        {"key": "a", "label": "Perustiedot", "url": "/a/", "state": "done"},
        {"key": "b", "label": "Tulokset", "url": "/b/", "state": "started"},
        {"key": "c", "label": "Aineistot", "url": "/c/", "state": "empty"},
    ]
    drawn = draw('{% section_nav sections=sections current="b" %}', sections=sections)
    assert '<a href="/b/" aria-current="step">' in drawn
    for state in ("valmis", "kesken", "ei vielä aloitettu"):
        assert f'<span class="sections__state">{state}</span>' in drawn


def test_diff_view_marks_words_that_came_and_went():
    parts = [
        {"kind": "same", "text": "Kuoro "},
        {"kind": "removed", "text": "maanantaisin"},
        {"kind": "added", "text": "tiistaisin"},
    ]
    drawn = draw("{% diff_view changes=changes %}", changes=[{"label": "Aika", "parts": parts}])
    assert '<del><span class="visually-hidden">poistettu:</span>maanantaisin' in drawn
    assert '<ins><span class="visually-hidden">lisätty:</span>tiistaisin' in drawn


def test_diff_view_shows_whole_values_side_by_side():
    changes = [{"label": "Vuosi", "before": "2018", "after": ""}]
    drawn = draw("{% diff_view changes=changes %}", changes=changes)
    assert '<del><span class="visually-hidden">ennen:</span>2018</del>' in drawn
    assert "<ins>" not in drawn


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fi", "12. maaliskuuta 2026 klo 14.32"), ("en", "12 March 2026")],
)
def test_timeline_writes_times_in_the_readers_language(language: str, shown: str):
    entry = {
        "at": datetime(2026, 3, 12, 12, 32, tzinfo=UTC),
        "who": "Koordinaattori",
        "what": "Palautettu",
        "message": "Lisää tunnit.\n\nKiitos!",
    }
    with translation.override(language):
        drawn = draw("{% timeline entries=entries %}", entries=[entry])
    assert shown in drawn
    assert 'datetime="2026-03-12T14:32:00+02:00"' in drawn
    assert "<p>Lisää tunnit.</p><p>Kiitos!</p>" in drawn


def test_breadcrumbs_end_in_the_page_itself():
    items = [("Etusivu", "/"), ("Kuhmo", "")]
    drawn = draw("{% breadcrumbs items=items %}", items=items)
    assert '<li><a href="/">Etusivu</a></li>' in drawn
    assert '<li><span aria-current="page">Kuhmo</span></li>' in drawn


def test_person_card_shows_role_first_and_what_else_is_known():
    drawn = draw('{% person_card role="Kulttuurisihteeri" place="Kuhmo" %}')
    assert '<p class="person__role">Kulttuurisihteeri</p>' in drawn
    assert '<p class="person__place">Kuhmo</p>' in drawn


def test_facts_are_a_description_list():
    drawn = draw("{% facts rows=rows %}", rows=[("Hinta", "4 200 €")])
    assert "<div><dt>Hinta</dt><dd>4 200 €</dd></div>" in drawn


def test_comparison_table_names_rows_and_columns():
    drawn = draw(
        '{% comparison_table caption="Vertailu" headings=headings rows=rows %}',
        headings=["", "Kuhmo"],
        rows=[("Tunnit", ["90"])],
    )
    assert '<tr><td></td><th scope="col">Kuhmo</th></tr>' in drawn
    assert '<tr><th scope="row">Tunnit</th><td>90</td></tr>' in drawn
    assert '<div class="table-box" role="region" aria-label="Vertailu" tabindex="0">' in drawn


def test_picture_reserves_its_place_and_names_its_photographer():
    drawn = draw('{% picture url="/p.webp" alt="Kuoro" credit="N. N." width=900 height=600 %}')
    assert '<img src="/p.webp" alt="Kuoro" width="900" height="600" loading="lazy"' in drawn
    assert "<figcaption>Kuva: N. N.</figcaption>" in drawn


def test_picture_of_the_first_view_is_not_lazy():
    assert "lazy" not in draw('{% picture url="/p.webp" alt="" eager=True %}')


def test_cell_picture_is_always_the_same_for_the_same_seed():
    source = "{% cell_picture seed=seed %}"
    assert draw(source, seed=290) == draw(source, seed=290)
    assert draw(source, seed=290) != draw(source, seed=205)


def test_cell_picture_is_hidden_from_screen_readers():
    drawn = draw('{% cell_picture seed=1 label="Musiikki" %}')
    assert drawn.startswith('<div class="cell-picture" aria-hidden="true">')
    assert '<span class="cell-picture__label">Musiikki</span>' in drawn


@pytest.mark.parametrize("seed", [0, 1, 290, 10_000, "kuhmo"])
def test_picture_cells_fill_the_picture_with_known_tones(seed: int | str):
    cells = cells_of(seed)
    assert len(cells) == COLUMNS * ROWS
    assert {cell.tone for cell in cells} <= set(range(TONES))
    assert len({cell.tone for cell in cells}) >= 3


def test_data_table_has_a_caption_and_headings_and_can_be_scrolled_by_keyboard():
    drawn = draw(
        '{% columns "Kuka" state as headings %}'
        '{% #data_table caption="Ihmiset" headings=headings %}'
        "<tr><th scope='row'>Sihteeri</th><td>{{ state }}</td></tr>{% /data_table %}",
        state="<odottaa>",
    )
    assert drawn == (
        '<div class="table-box" role="region" aria-label="Ihmiset" tabindex="0"><table>'
        '<caption class="visually-hidden">Ihmiset</caption><thead><tr>'
        '<th scope="col">Kuka</th><th scope="col">&lt;odottaa&gt;</th></tr></thead><tbody>'
        "<tr><th scope='row'>Sihteeri</th><td>&lt;odottaa&gt;</td></tr></tbody></table></div>"
    )


def test_data_table_sets_the_headings_of_its_last_columns_over_their_numbers():
    drawn = draw(
        '{% #data_table caption="Kunnat" headings=headings numeric=1 %}x{% /data_table %}',
        headings=["Kunta", "Asukkaita"],
    )
    assert '<th scope="col">Kunta</th><th scope="col" class="numeric">Asukkaita</th>' in drawn


def test_data_table_of_many_rows_leads_to_its_other_pages(rf: RequestFactory):
    page = Paginator(range(30), 10).page(2)
    drawn = draw(
        '{% #data_table caption="Ihmiset" headings=headings page=page %}x{% /data_table %}',
        headings=["Kuka"],
        page=page,
        request=rf.get("/tyopoyta/ihmiset/?q=ii&page=2"),
    )
    assert re.findall(r'href="([^"]*)"', drawn)[0] == "?q=ii&amp;page=1"
