from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from kenno.people.models import User
from tests.e2e.pages import PAGES
from tests.e2e.walked import WalkedPage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("walked", PAGES, ids=lambda walked: walked.name)
def test_page_is_accessible(
    page: Page,
    axe: Callable[[Page], None],
    sign_in: Callable[[Page, User], None],
    walked: WalkedPage,
):
    if walked.reader is not None:
        sign_in(page, walked.reader())
    response = page.goto(walked.address())
    assert response is not None
    assert response.status == walked.status
    assert page.locator("h1").count() == 1
    axe(page)
