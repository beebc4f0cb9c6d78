"""Makes slides for the hall from a lecture's committed notebook, one HTML file that needs no network: `./course slides`.

What a slide is follows from the lecture: a part begins a row of slides, each question, each figure and each piece of
text that fills a slide is one of its own below it. Code is folded, and so are the answers that the lecture folds.
"""

import argparse
import copy
import re
import sys
import zipfile
from pathlib import Path

import nbformat
from nbconvert import SlidesExporter
from traitlets.config import Config

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "jupyter"))
import run  # noqa: E402

# A slide is 1,280 by 720; this is what text may fill of its height, in the pixels of slides.css.
ROOM = 560
LINE, LETTERS = 36, 86

QUESTION = re.compile(r"\*\*(Question|Your turn)\b")
HEADING = re.compile(r"(#{1,3}) +(.*)")
# A link to a file of the course leads nowhere from a slide; one to a page of the web stays.
LOCAL_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?:)[^)]*\)")


def blocks(text):
    """The paragraphs of a Markdown text; a list, a fence, a display formula or a <details> is never cut."""
    found, open_, fence = [], [], False
    depth = formula = 0

    def close():
        if open_:
            found.append("\n".join(open_))
            open_.clear()

    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("```"):
            fence = not fence
        if not fence:
            depth += line.count("<details") - line.count("</details")
            formula += line.count("$$")
        whole = not fence and depth == 0 and formula % 2 == 0
        if not stripped and whole:
            close()
        elif HEADING.match(line) and whole:
            close()
            found.append(line)
        else:
            open_.append(line)
    close()
    joined = []
    for block in found:
        follows = joined and re.match(r"( |\t|[-*] |\d+\. )", block) and re.match(r"[-*] |\d+\. ", joined[-1])
        if follows:
            joined[-1] += "\n\n" + block
        else:
            joined.append(block)
    return joined


def height(block):
    """About how high a block will be."""
    if block.startswith("<details"):
        return LINE + 20
    if HEADING.match(block):
        return 80
    if "```" in block:
        return 26 * len(block.splitlines())
    total = 16
    for part in re.split(r"\n(?=\s*(?:[-*]|\d+\.) |\|)", block):
        total += 34 if part.startswith("|") else LINE * -(-len(part) // LETTERS)
    return total + 44 * (block.count("$$") // 2) + 20 * block.count("\\frac")


def is_figure(output):
    return output.output_type in ("display_data", "execute_result") and "text/html" in output.get("data", {})


def only_imports(source):
    return all(re.match(r"import |System\.out\.println\(Banner|//|$|\s|Preset\.", line) for line in source.splitlines())


class Slides:
    """Lays the cells of a lecture out on slides."""

    def __init__(self):
        self.cells, self.left, self.part = [], 0, ""
        self.only_heading = False

    def _begin(self, kind):
        self.cells.append(self._markdown(f'<div class="k-part">{self.part}</div>' if kind == "subslide" else "", kind))
        self.left = ROOM

    @staticmethod
    def _markdown(text, kind="-"):
        cell = nbformat.v4.new_markdown_cell(text)
        cell.metadata["slideshow"] = {"slide_type": kind}
        return cell

    def text(self, source):
        for block in blocks(LOCAL_LINK.sub(r"\1", source)):
            heading = HEADING.match(block)
            if heading and len(heading[1]) < 3:
                self._begin("slide")
                self.part = re.sub(r"[*`$]", "", heading[2])
            elif not self.only_heading and (heading or QUESTION.match(block) or height(block) > self.left):
                self._begin("subslide")
            self.only_heading = bool(heading)
            self.cells.append(self._markdown(block))
            self.left -= height(block)

    def code(self, cell):
        if only_imports(cell.source):
            return
        self.only_heading = False
        said = [o for o in cell.outputs if not is_figure(o)]
        figures = [o for o in cell.outputs if is_figure(o)]
        if said or not figures:
            lines = sum("".join(o.get("text", "")).count("\n") for o in said)
            room = 50 + 25 * lines
            if room > self.left:
                self._begin("subslide")
            self._add(cell, said, True)
            self.left -= room
        for number, figure in enumerate(figures):
            self._begin("subslide")
            self._add(cell, [figure], number == 0 and not said)
            self.left = 0

    def _add(self, cell, outputs, with_code):
        part = copy.deepcopy(cell)
        part.outputs = outputs
        part.id = f"{cell.id[:50]}-{len(self.cells)}"
        part.metadata = nbformat.NotebookNode(slideshow={"slide_type": "-"})
        part.metadata["tags"] = [] if with_code else ["k-no-code"]
        self.cells.append(part)


def laid_out(notebook):
    slides = Slides()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            slides.text(cell.source)
        elif cell.cell_type == "code":
            slides.code(cell)
    result = copy.deepcopy(notebook)
    result.cells = slides.cells
    return result


# Whatever nbconvert loads from elsewhere, and its start of reveal.js, which asks require.js for it.
LOADED = re.compile(r'<script[^>]*\bsrc="[^"]*"[^>]*>\s*</script>|<link(?=[^>]*\brel="stylesheet")[^>]*>')
START = re.compile(r"<script>\s*require\(.*?</script>", re.S)


def from_jar(name):
    jar = HERE.parents[2] / "target" / "kontrast-kernel.jar"
    with zipfile.ZipFile(jar) as file:
        return file.read(name).decode("utf-8")


def script(text):
    return "<script>" + text.replace("</script", "<\\/script") + "</script>\n"


def as_page(notebook, name, plotly):
    exporter = SlidesExporter(config=Config({"TagRemovePreprocessor": {
        "enabled": True, "remove_input_tags": ["k-no-code"]}}))  # fmt: skip
    body, _ = exporter.from_notebook_node(laid_out(notebook), {"metadata": {"name": name}})
    body = START.sub("", run.MATHJAX.sub("", body))
    body = LOADED.sub("", body)
    head = f"<style>{from_jar('reveal/reveal.css')}</style>\n<style>{(HERE / 'slides.css').read_text()}</style>\n</head>"
    body = body.replace("</head>", head, 1)
    end = (
        script(plotly.read_text(encoding="utf-8"))  # before MathJax, which it would take for an older one
        + run.SETTINGS
        + "\n"
        + script(from_jar("reveal/reveal.js"))
        + script((HERE / "slides.js").read_text(encoding="utf-8"))
        + script(from_jar("mathjax/tex-svg-full.js"))
        + "</body>"
    )
    front, _, tail = body.rpartition("</body>")
    return front + end + tail


def main():
    parser = argparse.ArgumentParser(prog="./course slides", description=__doc__)
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--plotly", type=Path, required=True)
    options = parser.parse_args()
    notebook = nbformat.read(options.notebook, as_version=4)
    options.out.mkdir(parents=True, exist_ok=True)
    page = options.out / (options.notebook.stem + ".html")
    run.write(page, as_page(notebook, options.notebook.stem, options.plotly))
    print(f"The slides: {page.resolve().as_uri()}")


if __name__ == "__main__":
    sys.exit(main())
