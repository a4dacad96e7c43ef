"""Who visits: one empty browser profile each, watched for requests that leave this machine."""

from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

from tests.browser.house import House

PATIENCE_MS = 120_000
expect.set_options(timeout=PATIENCE_MS)
PHONE = 360
DESK = 1280
_HEIGHTS = {PHONE: 740, DESK: 800}
_AXE = Axe().axe_script
_ASK_AXE = """but => axe.run({exclude: [[but]]}, {resultTypes: ['violations'], preload: false})
    .then(({violations}) => violations)"""


@dataclass
class Guest:
    """One person at one browser."""

    house: House
    page: Page
    context: BrowserContext
    language: str = "en"

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(f"{self.house.url}{path}")

    def widen(self, width: int) -> None:
        """Hold another device."""
        self.page.set_viewport_size({"width": width, "height": _HEIGHTS[width]})

    def text(self) -> str:
        """What stands on the page."""
        return self.page.inner_text("body")

    def path(self) -> str:
        """Where the browser is."""
        return self.page.url.removeprefix(self.house.url)

    def click(self, what: Locator) -> None:
        """Click, and wait until the page that it leads to is read to its end.

        A click alone may return before the browser has so much as asked for that page.
        """
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            what.click()

    def press(self, name: str) -> None:
        """Press the button, or what looks like one, with these words."""
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        """Follow the link with these words."""
        self.click(self.page.get_by_role("link", name=name, exact=True).first)

    def overflow(self) -> int:
        """How many pixels the page is wider than the screen."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    def violations(self, but: str = "#no-such-piece") -> list[str]:
        """What axe-core has against the page, one line a node; nothing about what is in ``but``."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(_AXE)
        found = self.page.evaluate(_ASK_AXE, but)
        return [
            f"{each['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
            for each in found
            for node in each["nodes"]
        ]


@dataclass
class Hall:
    """The door: whoever comes in is watched."""

    browser: Browser
    house: House
    asked_outside: list[str] = field(default_factory=list)
    refused_by_policy: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    inside: list[BrowserContext] = field(default_factory=list)

    def let_in(self, language: str = "en", width: int = PHONE, *, javascript: bool = True) -> Guest:
        """A new guest with an empty profile."""
        context = self.browser.new_context(
            locale={"en": "en-GB", "ru": "ru-RU"}[language],
            viewport={"width": width, "height": _HEIGHTS[width]},
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("request", self._watch)
        context.on("console", self._listen)
        context.on("response", self._hear)
        self.inside.append(context)
        return Guest(self.house, context.new_page(), context, language)

    def close(self) -> None:
        """Everybody leaves."""
        for context in self.inside:
            context.close()

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((f"{self.house.url}/", "data:")):
            self.asked_outside.append(request.url)

    def _hear(self, response: Response) -> None:
        if response.status >= 500:
            self.broken.append(f"{response.status} {response.url}")

    def _listen(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.refused_by_policy.append(message.text)
