"""A lecture as slides, opened from its file in a headless Chromium with no network: `./course test` runs it.

Screenshots lie in target/test/slides/ afterwards.
"""

import re
import subprocess
import sys
import time
import unittest

from lab import ROOT, Browser, wait
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

OUT = ROOT / "target" / "test" / "slides"
sys.path.insert(0, str(ROOT / "lib" / "kernel" / "src" / "main" / "site"))

# Loaded when the page is opened; what is only linked to is another matter.
LOADS = re.compile(r'<(?:script|img|iframe)[^>]*\bsrc="(?!data:)[^"]*"|<link[^>]*\bhref="[^"]*"|@import|url\((?!data:|#)["\']?https?:')
WHERE = "const i = Reveal.getIndices(); return i.h + '/' + (i.v || 0)"


class LayOutTest(unittest.TestCase):
    def test_blocks_are_never_cut(self):
        from slides import blocks

        self.assertEqual(
            ["# A", "one\ntwo", "- a\n- b\n\n  more of b", "```java\nx\n\ny\n```", "$$\na\n\nb\n$$", "<details>\n\nz\n\n</details>"],
            blocks("# A\none\ntwo\n\n- a\n- b\n\n  more of b\n\n```java\nx\n\ny\n```\n\n$$\na\n\nb\n$$\n\n<details>\n\nz\n\n</details>"),
        )

    def test_questions_and_figures_have_slides_of_their_own(self):
        import nbformat
        from slides import laid_out

        figure = nbformat.v4.new_output("display_data", {"text/html": "<img>"})
        code = nbformat.v4.new_code_cell("f();", outputs=[figure, figure])
        notebook = nbformat.v4.new_notebook(cells=[
            nbformat.v4.new_markdown_cell("# T\n\nText.\n\n**Question.** Why?\n\nMore [there](11_simclr.ipynb).\n\n## 1. P\n\n**Question.** Who?"),
            nbformat.v4.new_code_cell("import java.util.*;"), code])  # fmt: skip
        slides, kinds = laid_out(notebook).cells, []
        for cell in slides:
            kind = cell.metadata["slideshow"]["slide_type"]
            if kind != "-":
                kinds.append([kind])
            elif cell.cell_type == "code":
                kinds[-1].append(f"{len(cell.outputs)} out")
            else:
                kinds[-1].append(cell.source)
        self.assertEqual([
            ["slide", "# T", "Text."], ["subslide", "**Question.** Why?", "More there."],
            ["slide", "## 1. P", "**Question.** Who?"], ["subslide", "1 out"], ["subslide", "1 out"]], kinds)  # fmt: skip


class SlidesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        OUT.mkdir(parents=True, exist_ok=True)
        subprocess.run([str(ROOT / "course"), "slides", "11", str(OUT)], check=True)
        cls.page = OUT / "11_simclr.html"
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)
        cls.browser.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": 1280, "height": 720, "deviceScaleFactor": 1, "mobile": False}
        )
        cls.browser.driver.get(cls.page.as_uri())
        wait("the first slide", lambda: cls.browser.js("return document.documentElement.dataset.fitted"), 30)
        wait("the formulas are set", lambda: cls.browser.js(
            "return document.querySelectorAll('mjx-container svg').length > 20"), 60)  # fmt: skip

    def press(self, key):
        ActionChains(self.browser.driver).send_keys(key).perform()

    def test_nothing_is_loaded_from_elsewhere(self):
        text = re.sub(r"<script>.*?</script>", "", self.page.read_text(encoding="utf-8"), flags=re.S)
        self.assertEqual([], LOADS.findall(text))

    def test_the_arrow_goes_through_all_slides_and_each_fits(self):
        self.browser.js("Reveal.slide(0, 0)")
        slides = self.browser.js("return document.querySelectorAll('.slides section section').length")
        seen, sticking_out, drawn = [], [], 0
        while True:
            at = self.browser.js(WHERE)
            wait("the slide is fitted", lambda at=at: self.browser.js("return document.documentElement.dataset.fitted") == at, 10)
            if seen and seen[-1] == at:
                break
            seen.append(at)
            self.browser.js("kontrastFit()")
            high, wide, scrolls = self.browser.js(
                """const s = Reveal.getCurrentSlide();
                   return [s.scrollHeight, s.scrollWidth, s.classList.contains('k-scroll')]""")
            if wide > 1280 or (high > 720 and not scrolls):
                sticking_out.append((at, wide, high))
            drawn += self.browser.js(
                """return Array.from(Reveal.getCurrentSlide().querySelectorAll('.js-plotly-plot .main-svg'))
                       .filter(p => p.getBoundingClientRect().height > 50 && p.getBoundingClientRect().width > 300).length""")
            if len(seen) % 6 == 1:
                self.browser.shot(OUT / f"{len(seen):03d}.png")
            self.press(Keys.ARROW_RIGHT)
            time.sleep(0.05)
        self.assertEqual(slides, len(seen))
        self.assertGreater(slides, 40)
        self.assertEqual([], sticking_out)
        self.assertGreater(drawn, 0, "figures are drawn")
        self.press(Keys.ARROW_LEFT)
        self.assertEqual(seen[-2], self.browser.js(WHERE))

    def test_code_is_folded_and_unfolds(self):
        self.browser.js(
            """const code = Array.from(document.querySelectorAll('details.k-code')).sort(
                       (a, b) => b.innerText.length - a.innerText.length)[0];
               window.code = code;
               const i = Reveal.getIndices(code.closest('section'));
               Reveal.slide(i.h, i.v)""")
        self.assertFalse(self.browser.js("return code.open"))
        self.browser.js("code.open = true")
        wait("it is fitted", lambda: self.browser.js(
            """const s = Reveal.getCurrentSlide();
               return s.scrollHeight <= 720 || s.classList.contains('k-scroll')"""), 10)  # fmt: skip
        self.browser.shot(OUT / "code.png")


if __name__ == "__main__":
    unittest.main()
