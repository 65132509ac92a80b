"""A page used with the keyboard alone: what cannot be reached by Tab is not there."""

import re

from playwright.sync_api import Locator, Page

MOST_STEPS = 150


class Keyboard:
    """Walks a page with Tab; what is pressed or typed goes to what has the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, role: str, name: str | re.Pattern[str], key: str = "Enter") -> None:
        """Go to a link, button or choice, and press it."""
        self._go_to(self.page.get_by_role(role, name=name).first)  # type: ignore[arg-type]
        self.page.keyboard.press(key)

    def write(self, label: str | re.Pattern[str], text: str) -> None:
        """Go to a field, and write into it."""
        self._go_to(self.page.get_by_label(label).first)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, name: str) -> None:
        """Go to the group of a choice, and move to it with the arrows."""
        target = self.page.get_by_role("radio", name=name, exact=True)
        group = self.page.locator(f"input[name={target.get_attribute('name')}]")
        self._go_to(group.and_(self.page.locator(":checked")))
        for _step in range(group.count()):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} is not chosen with the keyboard on {self.page.url}")

    def _go_to(self, target: Locator) -> None:
        target.wait_for()
        for _step in range(MOST_STEPS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached with the keyboard on {self.page.url}")
