"""Executes notebooks with a real kernel and says how far it is: `./course run`.

For each notebook NAME.ipynb it writes OUT/NAME.ipynb and OUT/NAME.html, or the notebook itself with
--inplace. The status is 0 if every cell ran, 1 if one failed, 130 after Ctrl-C.
"""

import argparse
import os
import re
import sys
import time
import zipfile
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter
from traitlets.config import Config

# Colours of a terminal and what moves its cursor: not for a file.
ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# The library that draws the figures: needed in a page that is opened, too big to be committed.
LIBRARY = re.compile(r'<script class="kontrast-plotly-library">.*?</script>', re.DOTALL)


class Progress:
    """One line a cell; on a terminal the line of the running cell is kept up to date."""

    def __init__(self, total, stream=sys.stderr):
        self.total, self.stream, self.terminal = total, stream, stream.isatty()
        self.width = len(str(total))
        self.beat = 0.0

    def start(self, number, source):
        self.number, self.began, self.beat = number, time.monotonic(), time.monotonic()
        self.title = title_of(source)
        if self.terminal:
            self._rewrite(self._line())

    def heard(self, text):
        """The running cell printed something: its last line shows that it lives."""
        now = time.monotonic()
        if now - self.beat < (0.5 if self.terminal else 30):
            return
        self.beat = now
        lines = [line for line in ESCAPES.sub("", text).replace("\r", "\n").split("\n") if line.strip()]
        if not lines:
            return
        if self.terminal:
            self._rewrite(f"{self._line()}  {now - self.began:.0f} s  {lines[-1].strip()}")
        else:
            print(f"      {now - self.began:.0f} s  {lines[-1].strip()[:100]}", file=self.stream, flush=True)

    def end(self, mark=""):
        line = f"{self._line():<72} {time.monotonic() - self.began:6.1f} s{mark}"
        if self.terminal:
            self.stream.write("\r\033[K")
        print(line, file=self.stream, flush=True)

    def _line(self):
        return f"  [{self.number:>{self.width}}/{self.total}] {self.title}"

    def _rewrite(self, line):
        columns = os.get_terminal_size(self.stream.fileno()).columns
        self.stream.write("\r\033[K" + line[: max(20, columns - 1)])
        self.stream.flush()


def title_of(source):
    """The first line of a cell that says something, short."""
    for line in source.splitlines():
        line = line.strip()
        if line and not line.startswith("import ") and line not in ("/*", "/**", "{"):
            return line if len(line) <= 58 else line[:57] + "…"
    return source.strip().split("\n")[0][:58]


class Client(NotebookClient):
    """A client that tells of what the running cell prints."""

    progress = None

    def process_message(self, msg, cell, cell_index):
        if self.progress is not None and msg["msg_type"] == "stream":
            self.progress.heard(msg["content"]["text"])
        return super().process_message(msg, cell, cell_index)


def as_on_screen(text):
    """What is left to see of a text in which \\r goes back to the start of the line."""
    if "\r" not in text and "\b" not in text:
        return text
    lines = []
    for line in text.replace("\r\n", "\n").split("\n"):
        shown = ""
        for part in line.split("\r"):
            shown = part + shown[len(part) :]
        while "\b" in shown:
            shown = re.sub(r"[^\b]?\b", "", shown, count=1)
        lines.append(shown.rstrip() if "\r" in line else shown)
    return "\n".join(lines)


def tidy(notebook):
    """Joins neighbouring pieces of one stream, and keeps of a progress bar its last state."""
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        joined = []
        for output in cell.outputs:
            last = joined[-1] if joined else None
            if output.output_type == "stream" and last and last.output_type == "stream" and last.name == output.name:
                last.text += output.text
            else:
                joined.append(output)
        for output in joined:
            if output.output_type == "stream":
                output.text = as_on_screen(output.text)
        cell.outputs = joined
        cell.metadata.pop("execution", None)


def without_library(notebook):
    """A notebook to commit: its figures have a static picture, and draw again when it runs again."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                output.data["text/html"] = LIBRARY.sub("", output.data["text/html"])


# The mark of a check's card; see the grader's package `check`.
CARD = re.compile(r">\S+ (passed|not yet|to do)</b>")


def cards(notebook):
    """What the checks of an executed notebook say, in order: passed, not yet or to do."""
    said = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            said += CARD.findall(output.get("data", {}).get("text/html", ""))
    return said


def scores(notebook):
    """What nbgrader would give each check: {grade_id: (points, of)}.

    Its rule (`determine_grade` of nbgrader.utils): an error is 0; else the first result of the cell, if it is a number
    from 0 to the points; and everything else, also a card with no number behind it, is full marks.
    """
    given = {}
    for cell in notebook.cells:
        mark = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or not mark.get("grade") or mark.get("solution"):
            continue
        points = of = float(mark["points"])
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                points = 0.0
                break
            if output.output_type == "execute_result":
                try:
                    number = float(output.get("data", {}).get("text/plain", ""))
                    points = number if 0 <= number <= of else of
                except ValueError:
                    pass
                break
        given[mark["grade_id"]] = (points, of)
    return given


def as_expected(expected, notebook, status):
    """Whether the checks of a solution all pass, or those of an unsolved exercise all wait, and score so in nbgrader."""
    said = cards(notebook)
    given = scores(notebook)
    print(f"  checks: {', '.join(said) or 'none'}", file=sys.stderr)
    sums = [sum(column) for column in zip(*given.values())] or [0, 0]
    print(f"  nbgrader: {sums[0]:g} of {sums[1]:g} points", file=sys.stderr)
    if expected == "solved":
        right = all(points == of for points, of in given.values())
        return 1 if status or not said or set(said) != {"passed"} or not right else 0
    if not said or set(said) != {"to do"} or any(points != 0 for points, _ in given.values()):
        return 1
    return status


def write(path, text):
    """Writes a file wholly or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


# What nbconvert writes to load scripts from a place that this machine may have and another has not.
MATHJAX = re.compile(
    r'<script[^>]*src="[^"]*([Mm]ath[Jj]ax|require(\.min)?\.js)[^"]*"[^>]*>\s*</script>'
    r'|<script type="text/x-mathjax-config">.*?</script>', re.S)  # fmt: skip
SETTINGS = """<script>
window.MathJax = {
  tex: {inlineMath: [["$", "$"], ["\\\\(", "\\\\)"]], processEscapes: true, processEnvironments: true},
  svg: {fontCache: "global"},
  options: {skipHtmlTags: ["script", "noscript", "style", "textarea", "pre", "code"]}
};
</script>"""


def mathjax():
    """MathJax as one script, from the kernel's jar, for a page that needs no network; None if it is not there."""
    jar = Path(__file__).resolve().parents[3] / "target" / "kontrast-kernel.jar"
    try:
        with zipfile.ZipFile(jar) as file:
            return file.read("mathjax/tex-svg-full.js").decode("utf-8")
    except (OSError, KeyError, zipfile.BadZipFile):
        return None


def as_html(notebook, name):
    exporter = HTMLExporter(config=Config({"HTMLExporter": {"embed_images": False}}))
    body, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": name}})
    library = mathjax()
    if library is None:
        return body
    body = MATHJAX.sub("", body)
    inline = SETTINGS + "\n<script>" + library.replace("</script", "<\\/script") + "</script>\n</body>"
    head, _, tail = body.rpartition("</body>")
    return head + inline + tail


def show_error(error_output, cell, number):
    """The error as the kernel says it, under the cell's own name."""
    trace = "\n".join(error_output.get("traceback") or [])
    if not sys.stderr.isatty():
        trace = ESCAPES.sub("", trace)
    if not trace.strip():
        trace = f"{error_output.get('ename')}: {error_output.get('evalue')}"
    print(f"\nCell {number} failed:\n", file=sys.stderr)
    for line in cell.source.splitlines()[:12]:
        print("    | " + line, file=sys.stderr)
    if len(cell.source.splitlines()) > 12:
        print("    | ...", file=sys.stderr)
    print(file=sys.stderr)
    for line in trace.splitlines()[:40]:
        print("    " + line, file=sys.stderr)
    print(file=sys.stderr, flush=True)


def read(path):
    """The notebook, or None where the file is none, which is said."""
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises whatever it stumbles over
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        print(f"{path.name} is not a notebook: {reason}", file=sys.stderr)
        print("  Expected is the JSON of a notebook of format 4. Was the download cut short?", file=sys.stderr)
        return None


def execute(path, options):
    """Runs one notebook; returns its status."""
    notebook = read(path)
    if notebook is None:
        return 1
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    cells = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code" and cell.source.strip()]
    kept = {key: notebook.metadata.get(key) for key in ("kernelspec", "language_info")}
    client = Client(
        notebook,
        kernel_name=options.kernel,
        timeout=options.timeout or None,
        record_timing=False,
        allow_errors=True,
        startup_timeout=120,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.progress = progress = Progress(len(cells))
    print(f"{path.name}: {len(cells)} cells with the kernel {options.kernel}", file=sys.stderr, flush=True)
    began, status, failed = time.monotonic(), 0, []
    try:
        with client.setup_kernel():
            reply = client.wait_for_reply(client.kc.kernel_info())
            notebook.metadata["language_info"] = reply["content"]["language_info"]
            for number, index in enumerate(cells, 1):
                cell = notebook.cells[index]
                tags = cell.metadata.get("tags", [])
                progress.start(number, cell.source)
                client.execute_cell(cell, index, execution_count=None)
                errors = [o for o in cell.outputs if o.output_type == "error"]
                expected = "raises-exception" in tags
                progress.end("  failed" if errors and not expected else "")
                if errors and not expected:
                    status = 1
                    failed.append(number)
                    if options.keep_going:
                        if not options.quiet:
                            show_error(errors[0], cell, number)
                        continue
                    show_error(errors[0], cell, number)
                    break
    except KeyboardInterrupt:
        print("\nStopped. What had run is kept.", file=sys.stderr)
        status = 130
    except CellTimeoutError:
        progress.end("  timed out")
        print(f"\nThe cell ran longer than {options.timeout} s (--timeout).", file=sys.stderr)
        status = 1
    except (DeadKernelError, CellExecutionError) as error:
        progress.end("  the kernel died")
        print(f"\nThe kernel ended while the cell ran: {error}", file=sys.stderr)
        print("Most often the memory of the machine is used up, or the cell calls System.exit.", file=sys.stderr)
        status = 1
    except RuntimeError as error:
        print(f"\nThe kernel {options.kernel} did not start: {error}", file=sys.stderr)
        print("`./course doctor` says what is missing.", file=sys.stderr)
        status = 1

    tidy(notebook)
    page = None if options.inplace else as_html(notebook, path.stem)
    for key, value in kept.items():
        # Which kernel ran it is not the notebook's affair: a run leaves no trace in the metadata.
        if value is None:
            notebook.metadata.pop(key, None)
        else:
            notebook.metadata[key] = value
    if options.inplace:
        if status == 0:
            without_library(notebook)
            write(path, nbformat.writes(notebook) + "\n")
            print(f"  written: {path}", file=sys.stderr)
        else:
            print(f"  not written, since it did not run to its end: {path}", file=sys.stderr)
    else:
        out = Path(options.out)
        out.mkdir(parents=True, exist_ok=True)
        write(out / path.name, nbformat.writes(notebook) + "\n")
        write(out / (path.stem + ".html"), page)
        print(f"  written: {out / path.name} and .html", file=sys.stderr)
    if options.expect:
        status = as_expected(options.expect, notebook, status)
    done = "ran to its end" if status == 0 else "did not run to its end"
    if failed and options.keep_going:
        done = f"{len(failed)} of {len(cells)} cells failed"
    print(f"{path.name}: {done}, {time.monotonic() - began:.1f} s", file=sys.stderr, flush=True)
    return status


def main():
    parser = argparse.ArgumentParser(prog="./course run", description=__doc__)
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--kernel", default="kontrast")
    parser.add_argument("--out", default="target/run")
    parser.add_argument("--inplace", action="store_true", help="write into the notebook itself")
    parser.add_argument("--timeout", type=int, default=0, help="seconds that one cell may take; 0: no limit")
    parser.add_argument("--keep-going", action="store_true", help="run the cells after a failed one too")
    parser.add_argument("--quiet", action="store_true", help="with --keep-going: do not show the errors")
    parser.add_argument("--expect", choices=["solved", "unsolved"], help="and what its checks say: for the tests")
    options = parser.parse_args()
    try:
        KernelSpecManager().get_kernel_spec(options.kernel)
    except NoSuchKernel:
        known = ", ".join(sorted(KernelSpecManager().find_kernel_specs())) or "none"
        sys.exit(f"There is no kernel named {options.kernel}. Installed: {known}")
    status = 0
    for path in options.notebooks:
        result = execute(path.resolve(), options)
        status = max(status, result)
        if result == 130:
            break
    return status


if __name__ == "__main__":
    sys.exit(main())
