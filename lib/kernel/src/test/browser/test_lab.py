"""What a learner does in JupyterLab, done in a headless Chromium: `./course test` runs it.

Opens notebooks, runs all cells, sees that figures are drawn, interrupts a loop, fails a check and
passes it. Screenshots of every step lie in target/test/browser/ afterwards.
"""

import contextlib
import io
import json
import shutil
import sys
import unittest

import nbformat
from lab import ROOT, Browser, Server, errors, text, wait

WORK = ROOT / "target" / "test" / "browser"

FIGURE = """import kontrast.plot.Figure;
import kontrast.plot.Series;
display(Figure.lines("A parabola", "x", "x squared",
        Series.of("y", new double[] {0, 1, 4, 9})).html(), "text/html");"""
# It says so from inside the loop: a busy machine may take seconds to compile the loop.
LOOP = """long steps = 0;
while (true) {
    if (steps++ == 0) {
        System.out.println("it runs");
    }
}"""
AFTER = 'System.out.println(steps > 0 ? "interrupted after some steps" : "never ran");'
WRONG = """int[] positiveIndices(int n) {
    int[] positive = new int[2 * n];
    for (int i = 0; i < 2 * n; i++) {
        positive[i] = i;
    }
    return positive;
}"""
RIGHT = WRONG.replace("positive[i] = i;", "positive[i] = (i + n) % (2 * n);")
CHECK = """import kontrast.grader.exercise.simclr.SimClrExercises;
display(SimClrExercises.positiveIndices().check(n -> positiveIndices(n)).html(), "text/html");"""

# A figure is drawn when Plotly has made its drawing, with a size, in the place of the picture.
DRAWN = """const plots = Array.from(node.querySelectorAll('.kontrast-figure .js-plotly-plot .main-svg'));
    return plots.length > 0 && plots.every(p => p.getBoundingClientRect().height > 50)"""


def notebook(*sources):
    cells = [
        {"cell_type": "markdown", "id": "head", "metadata": {}, "source": "# A test\n\n$\\sum_k e^{s_{ik}/\\tau}$"}
    ] + [
        {"cell_type": "code", "id": f"c{i}", "metadata": {}, "execution_count": None, "outputs": [], "source": s}
        for i, s in enumerate(sources, 1)
    ]
    spec = {"name": "kontrast", "display_name": "Java (Kontrast)", "language": "java"}
    return {"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}


class LabTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(WORK, ignore_errors=True)
        WORK.mkdir(parents=True)
        cls.server = Server(WORK / "server.log", WORK)
        cls.addClassCleanup(cls.server.close)
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def open(self, name, content):
        (WORK / name).write_text(json.dumps(content), encoding="utf-8")
        self.browser.open(self.server, name)

    def shot(self, name):
        self.browser.shot(WORK / (name + ".png"))

    def test_learners_work_on_copies(self):
        names = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
        self.assertEqual(names, sorted(path.name for path in (WORK / "notebooks").glob("*.ipynb")))
        self.assertFalse((WORK / "solutions").exists(), "learners are not shown the solutions")
        self.browser.open(self.server, "notebooks/00_start_here.ipynb")
        self.shot("start-here")

    def test_a_page_of_a_run_needs_no_network(self):
        sys.path.insert(0, str(ROOT / "lib" / "kernel" / "src" / "main" / "jupyter"))
        import run

        page = WORK / "page.html"
        page.write_text(run.as_html(nbformat.from_dict(notebook()), "page"), encoding="utf-8")
        self.assertNotRegex(page.read_text(encoding="utf-8"), r'<(script|link|img)[^>]*(src|href)="(https?|file):')
        self.browser.driver.get(page.as_uri())
        set_ = "return !!document.querySelector('mjx-container svg')"
        wait("the formula is set", lambda: self.browser.js(set_), 30)
        self.shot("page")

    def test_a_file_that_is_no_notebook_is_told(self):
        sys.path.insert(0, str(ROOT / "lib" / "kernel" / "src" / "main" / "jupyter"))
        import run

        path = WORK / "broken.ipynb"
        for content in ('{"cells": [', "hello", "[]", '{"nbformat": 4, "nbformat_minor": 5, "cells": 3}'):
            path.write_text(content, encoding="utf-8")
            said = io.StringIO()
            with contextlib.redirect_stderr(said):
                self.assertEqual(1, run.execute(path, None), content)
            self.assertRegex(said.getvalue(), "^broken.ipynb is not a notebook: .+\n  Expected is the JSON", content)
        path.write_text(json.dumps(notebook()), encoding="utf-8")
        self.assertIsNotNone(run.read(path))

    def test_figure_and_formula(self):
        self.open("figure.ipynb", notebook(FIGURE))
        self.shot("figure-before")
        cell = self.browser.run(1, 60)
        self.assertEqual([], errors(cell), text(cell))
        self.browser.look_at(1, DRAWN, "the figure is drawn")
        self.browser.look_at(0, "return !!node.querySelector('mjx-container, .MathJax')", "the formula is set")
        self.shot("figure-after")

    def test_interrupt_stops_a_loop_and_keeps_its_variables(self):
        self.open("interrupt.ipynb", notebook(LOOP, AFTER))
        self.browser.start(1)
        wait("the loop runs", lambda: "it runs" in text(self.browser.cells()[1]), 30)
        self.shot("interrupt-running")
        self.browser.command("notebook:interrupt-kernel")
        stopped = self.browser.finish(1, 20)
        self.shot("interrupt-stopped")
        self.assertTrue(errors(stopped), "the stopped cell says so")
        self.assertIn("interrupted after some steps", text(self.browser.run(2, 30)))

    def test_a_check_fails_helps_and_passes(self):
        self.open("check.ipynb", notebook(WRONG, CHECK))
        cells = self.browser.run_all(90)
        self.assertIn("not yet", text(cells[1]), "a wrong answer is not passed")
        self.browser.look_at(2, "return node.innerText.includes('not yet')", "the card of the failed check")
        self.shot("check-failed")
        self.browser.write(1, RIGHT)
        self.assertEqual([], errors(self.browser.run(1, 30)))
        self.assertIn("passed", text(self.browser.run(2, 30)))
        self.browser.look_at(2, "return node.innerText.includes('passed')", "the card of the passed check")
        self.shot("check-passed")

    def test_lecture_runs_from_top_to_bottom(self):
        lecture = ROOT / "notebooks" / "11_simclr.ipynb"
        if not lecture.exists():
            self.skipTest("there is no notebooks/11_simclr.ipynb")
        content = json.loads(lecture.read_text(encoding="utf-8"))
        for cell in content["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = [], None
        self.open("11_simclr.ipynb", content)
        self.shot("lecture-before")
        cells = self.browser.run_all(600)
        failed = [text(cell) for cell in cells if errors(cell)]
        self.assertEqual([], failed)
        figures = [i for i, cell in enumerate(self.browser.cells())
                   if any("kontrast-figure" in "".join(o.get("data", {}).get("text/html", ""))
                          for o in cell.get("outputs", []))]  # fmt: skip
        self.assertGreater(len(figures), 0, "the lecture shows figures")
        for number, index in enumerate(figures):
            self.browser.look_at(index, DRAWN, f"the figure of cell {index} is drawn")
            self.shot(f"lecture-figure-{number:02d}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
