"""The workspace on a phone: its menu in groups, its tables as lists."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kenno.people.models import User
from tests.e2e.conftest import NARROW
from tests.factories.people import CoordinatorFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(page: Page, sign_in: Callable[[Page, User], None]) -> Page:
    """A page of a coordinator's phone."""
    sign_in(page, CoordinatorFactory(first_name="Koordinaattori"))
    page.set_viewport_size(NARROW)
    return page


def test_menu_opens_in_groups(phone: Page) -> None:
    phone.goto("/tyopoyta/")
    menu = phone.get_by_role("navigation", name="Työpöydän valikko")
    expect(menu.get_by_role("link", name="Ihmiset")).to_be_hidden()
    menu.locator("summary").click()
    group = menu.get_by_role("list", name="Ihmiset ja organisaatiot")
    expect(group.get_by_role("link", name="Organisaatiot")).to_be_visible()
    group.get_by_role("link", name="Ihmiset").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ihmiset")


def test_table_stands_as_a_list_that_needs_no_scrolling_sideways(phone: Page) -> None:
    phone.goto("/tyopoyta/ihmiset/")
    table = phone.get_by_role("region", name="Henkilöt ja heidän roolinsa")
    table.get_by_text("valtakunnallinen koordinaattori").scroll_into_view_if_needed()
    expect(table.get_by_text("valtakunnallinen koordinaattori")).to_be_in_viewport(ratio=1)
    assert table.evaluate("box => box.scrollWidth - box.clientWidth") == 0
