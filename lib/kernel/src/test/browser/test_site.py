"""The course's site, opened from its files in a headless Chromium with no network: `./course test` runs it.

Screenshots lie in target/test/site/ afterwards.
"""

import re
import unittest
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag

from lab import ROOT, Browser, wait

SITE = ROOT / "target" / "site"
SHOTS = ROOT / "target" / "test" / "site"


class Links(HTMLParser):
    """What a page links to and what it loads, and the names of its places."""

    def __init__(self):
        super().__init__()
        self.links, self.loads, self.places = [], [], set()

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.places.update(v for k, v in values.items() if k in ("id", "name") and v)
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        elif tag in ("script", "img", "iframe") and values.get("src"):
            self.loads.append(values["src"])
        elif tag == "link" and values.get("href") and "stylesheet" in values.get("rel", ""):
            self.loads.append(values["href"])


def read(page):
    links = Links()
    links.feed(page.read_text(encoding="utf-8", errors="replace"))
    return links


class SiteTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        SHOTS.mkdir(parents=True, exist_ok=True)
        cls.pages = [p for p in SITE.rglob("*.html") if "javadoc" not in p.relative_to(SITE).parts]
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def open(self, page, width, script=None):
        self.browser.driver.set_window_size(width, 1600)
        path, _, query = page.partition("?")
        self.browser.driver.get((SITE / path).as_uri() + ("?" + query if query else ""))
        if script:
            self.browser.js(script)

    def test_every_lecture_and_exercise_has_a_page(self):
        for folder in ("notebooks", "exercises"):
            names = {p.stem for p in (ROOT / folder).glob("[0-9]*.ipynb")}
            self.assertLess(1, len(names))
            self.assertEqual(names, {p.stem for p in (SITE / folder).glob("[0-9]*.html")})

    def test_every_link_leads_somewhere_and_nothing_is_loaded_from_afar(self):
        places, dead, afar = {}, [], []
        for page in self.pages:
            found = read(page)
            places[page] = found.places
            afar += [(page.name, load) for load in found.loads if re.match(r"(https?:)?//", load)]
        for page in self.pages:
            for link in read(page).links:
                file, place = urldefrag(unquote(link))
                if re.match(r"[a-z]+:", file):
                    continue
                target = (page.parent / file).resolve() if file else page
                if not target.exists():
                    dead.append((page.name, link))
                elif place and target in places and place not in places[target] and target.suffix == ".html":
                    dead.append((page.name, link))
        self.assertEqual([], afar)
        self.assertEqual([], dead)
        lecture = read(SITE / "notebooks" / "11_simclr.html").links
        self.assertIn("../javadoc/kontrast/loss/NtXent.html", lecture)
        self.assertIn("../exercises/11_simclr.html", lecture)

    def test_a_lecture_has_formulas_figures_and_fits_a_phone(self):
        for width in (1280, 390):
            self.open("notebooks/11_simclr.html", width)
            wait("the formulas are set", lambda: self.browser.js(
                "return document.querySelectorAll('mjx-container svg').length > 20"), 60)  # fmt: skip
            wait("the figures are drawn", lambda: self.browser.js(
                "return document.querySelectorAll('.js-plotly-plot .main-svg').length > 0"), 60)  # fmt: skip
            self.browser.shot(SHOTS / f"lecture-{width}.png")
            wide = self.browser.js("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            self.assertLessEqual(wide, 1, "nothing sticks out to the right")

    def test_dark_and_search(self):
        self.open("notebooks/08_infonce.html", 1280)
        before = self.browser.js("return getComputedStyle(document.body).backgroundColor")
        self.browser.js("document.body.dataset.theme = 'dark'")
        wait("it is dark", lambda: self.browser.js("return getComputedStyle(document.body).backgroundColor") != before, 10)
        self.browser.shot(SHOTS / "dark.png")
        self.assertTrue(self.browser.js("return !!document.querySelector('.theme-toggle')"))
        self.open("search.html?q=temperature", 1280)
        wait("the search finds lectures", lambda: self.browser.js(
            "return document.querySelectorAll('#search-results li a').length > 2"), 60)  # fmt: skip
        self.browser.shot(SHOTS / "search.png")


if __name__ == "__main__":
    unittest.main()
