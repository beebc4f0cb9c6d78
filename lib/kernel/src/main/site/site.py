"""Lays out the course's notebooks and tables as Sphinx's source, and makes the site of them: `./course site`.

Nothing is executed: the site shows the outputs that are committed. Links from a lecture to a source file of the
library go to its Javadoc, those to another notebook to its page.
"""

import argparse
import json
import re
import shutil
import sys
from pathlib import Path

from sphinx.cmd.build import build_main

HERE = Path(__file__).resolve().parent
SOURCE = re.compile(r"\[`?([^]`]*)`?\]\((?:\.\./)*lib/kontrast/src/main/java/(kontrast/[\w/]+)\.java(?:#[^)]*)?\)")

# Sphinx takes a relative link for one of its own sources; the pages get theirs when they are written.
JAVADOC_FOR_NOW = "https://javadoc.invalid/"

INDEX = """Kontrast
========

A course on self-supervised representation learning for images, in Java notebooks: each method from its formula to a
trained and evaluated model, on a laptop's processor in minutes. Clone it, type ``./course lab``, and work on your own
copies; or read here what the notebooks say and show.

.. toctree::
   :caption: Lectures
   :maxdepth: 1

{lectures}

.. toctree::
   :caption: Exercises
   :maxdepth: 1

{exercises}

.. toctree::
   :caption: More
   :maxdepth: 1

   Install and run <readme>
{more}   What was measured <results>
   How fast it is <speed>
   Javadoc <javadoc>
"""

JAVADOC = """Javadoc
=======

.. raw:: html

    <p><a href="javadoc/index.html">The classes of the library</a>: formula, source, shapes and errors of each.</p>
"""


def notebook(path, target):
    """Copies a notebook, its links turned to where the site has what they mean."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] == "markdown":
            text = "".join(cell["source"])
            text = SOURCE.sub(rf"[`\1`]({JAVADOC_FOR_NOW}\2.html)", text)
            text = text.replace("(../lib/bench/REPORT.md)", "(../speed.md)")
            cell["source"] = text
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(content), encoding="utf-8")


# A page that the site does not have is named, and not linked; newer versions of myst link it to nowhere.
ELSEWHERE = re.compile(r"\[([^\]]+)\]\((?![a-z]+:)(?!(?:results|speed|instructors)\.md)[^)#\s]*\.md(?:#[^)\s]*)?\)")


def page(path, target, links):
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"<!-- /?claims -->\n?", "", text)
    for old, new in links.items():
        text = text.replace(old, new)
    text = ELSEWHERE.sub(r"\1", text)
    target.write_text(text, encoding="utf-8")


def entries(folder, names):
    return "\n".join(f"   {folder}/{name}" for name in names)


def lay_out(root, source, javadoc, library, formulas):
    shutil.rmtree(source, ignore_errors=True)
    (source / "_static").mkdir(parents=True)
    (source / "_extra").mkdir()
    shutil.copy(HERE / "conf.py", source)
    shutil.copy(HERE / "kontrast.css", source / "_static")
    shutil.copy(library, source / "_static" / "plotly-cartesian.min.js")
    shutil.copy(formulas, source / "_static" / "tex-svg-full.js")
    shutil.copytree(javadoc, source / "_extra" / "javadoc")
    names = {}
    for folder in ("notebooks", "exercises"):
        files = sorted((root / folder).glob("[0-9]*.ipynb"))
        names[folder] = [file.stem for file in files]
        for file in files:
            notebook(file, source / folder / file.name)
        for picture in (root / folder).glob("*.png"):
            shutil.copy(picture, source / folder)
    instructors = root / "lib" / "INSTRUCTORS.md"  # a handout has none
    if instructors.exists():
        page(instructors, source / "instructors.md", {})
    (source / "index.rst").write_text(
        INDEX.format(
            lectures=entries("notebooks", names["notebooks"]),
            exercises=entries("exercises", names["exercises"]),
            more="   Teach with it <instructors>\n" if instructors.exists() else "",
        ),
        encoding="utf-8",
    )
    page(root / "README.md", source / "readme.md", {
        "(lib/kontrast/RESULTS.md)": "(results.md)", "(lib/bench/REPORT.md)": "(speed.md)",
        "(lib/INSTRUCTORS.md)": "(instructors.md)",
    })  # fmt: skip
    page(root / "lib" / "kontrast" / "RESULTS.md", source / "results.md", {})
    page(root / "lib" / "bench" / "REPORT.md", source / "speed.md", {})
    for picture in (root / "lib" / "bench").glob("*.png"):
        shutil.copy(picture, source)
    (source / "javadoc.rst").write_text(JAVADOC, encoding="utf-8")


def link_javadoc(out):
    for page in out.glob("*/*.html"):
        text = page.read_text(encoding="utf-8")
        if JAVADOC_FOR_NOW in text:
            page.write_text(text.replace(JAVADOC_FOR_NOW, "../javadoc/"), encoding="utf-8")


def without_a_server(out):
    """Debian's furo takes its script as a module and a style from the root of a web server; from a file neither loads."""
    static = out / "_static"
    script = static / "scripts" / "furo.js"
    text = script.read_text(encoding="utf-8")
    if re.search(r"^import Gumshoe", text, re.MULTILINE):
        spy = (static / "scripts" / "gumshoe-patched.js").read_text(encoding="utf-8")
        text = re.sub(r"^import .*$", "", text, flags=re.MULTILINE)
        script.write_text(f"{spy}\n(function () {{\n{text}\n}})();\n", encoding="utf-8")
    for sheet in (static / "styles").glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        for name in re.findall(r"@import url\(/javascript/([^)]*)\)", text):
            file = Path("/usr/share/javascript") / name
            shutil.copy(file, static / "styles" / file.name)
            text = text.replace(f"url(/javascript/{name})", f"url({file.name})")
        sheet.write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(prog="./course site", description=__doc__)
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--source", type=Path, required=True, help="a folder of this program's own, made anew")
    parser.add_argument("--javadoc", type=Path, required=True, help="the folder of Javadoc's pages")
    parser.add_argument("--plotly", type=Path, required=True)
    parser.add_argument("--mathjax", type=Path, required=True)
    options = parser.parse_args()
    source = options.source
    lay_out(options.root.resolve(), source, options.javadoc, options.plotly, options.mathjax)
    # Anew each time: a page that is gone must not stay.
    shutil.rmtree(options.out, ignore_errors=True)
    status = build_main(["-q", "-b", "html", "-d", str(source / "_build"), str(source), str(options.out)])
    if status == 0:
        link_javadoc(options.out)
        without_a_server(options.out)
        print(f"The site: {(options.out / 'index.html').resolve().as_uri()}")
    return status


if __name__ == "__main__":
    sys.exit(main())
