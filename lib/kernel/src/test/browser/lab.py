"""JupyterLab in a headless Chromium, for the tests: starts both, and speaks with the page."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).resolve().parents[5]
TOKEN = "kontrast-browser-test"
FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-dev-shm-usage
    --disable-background-networking --disable-component-update --disable-sync --window-size=1400,1000""".split()


def wait(what, condition, seconds):
    """Waits for a condition to become true and returns its value; says what did not come."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"after {seconds} s still not: {what}")
        time.sleep(0.2)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def end(process, seconds=10):
    """Ends a process that leads a group of its own, and the kernels that it started with it."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(seconds)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            pass


class Server:
    """`./course lab`, as a learner types it, on a free port; the copies of the notebooks lie in `folder`."""

    def __init__(self, log, folder, *arguments):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = open(log, "w")
        # Its own process group, so that the kernels end with it.
        self.process = subprocess.Popen(
            [str(ROOT / "course"), "lab", "--no-browser", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
             "--ServerApp.port_retries=0", f"--ServerApp.token={TOKEN}", *arguments],
            env={**os.environ, "KONTRAST_BROWSER_TEST": "yes", "KONTRAST_WORK": str(folder)},
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True,
        )  # fmt: skip
        try:
            wait("an answer of the server", self._answers, 120)
        except AssertionError:
            self.close()
            raise AssertionError(Path(log).read_text()[-3000:]) from None

    def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError("the server ended")
        try:
            request = urllib.request.Request(self.url + "/api/status", headers={"Authorization": "token " + TOKEN})
            return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5).status == 200
        except OSError:
            return False

    def close(self):
        end(self.process)
        self.log.close()


class Browser:
    """Chromium on JupyterLab's page, with the notebook that it shows."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="kontrast-browser-")
        options = Options()
        for flag in FLAGS:
            options.add_argument(flag)
        options.add_argument("--user-data-dir=" + self.profile)
        options.binary_location = shutil.which("chromium") or shutil.which("google-chrome")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
        self.driver.set_script_timeout(60)

    def close(self):
        self.driver.quit()
        shutil.rmtree(self.profile, ignore_errors=True)

    def js(self, code, *arguments):
        return self.driver.execute_script(code, *arguments)

    def shot(self, path):
        self.driver.save_screenshot(str(path))

    def open(self, server, path):
        """Opens a notebook (path in the folder of copies) and waits for its kernel."""
        self.driver.get(f"{server.url}/lab/tree/{path}?token={TOKEN}&reset")
        name = Path(path).name
        wait("JupyterLab shows " + name, lambda: self.js(
            """const panel = window.jupyterapp && window.jupyterapp.shell.currentWidget;
               return !!(panel && panel.context && panel.context.path.endsWith(arguments[0]) && panel.context.isReady)""",
            name), 60)  # fmt: skip
        self.driver.execute_async_script(
            """const done = arguments[0], session = window.jupyterapp.shell.currentWidget.sessionContext;
               session.ready.then(() => session.session.kernel.info).then(() => done())"""
        )
        wait("the kernel is ready", lambda: self.kernel() == "idle", 60)

    def kernel(self):
        return self.js(
            """const s = window.jupyterapp.shell.currentWidget.sessionContext.session;
               return s && s.kernel ? s.kernel.status : 'none'"""
        )

    def kernel_name(self):
        return self.js("return window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.name")

    def command(self, name):
        self.js("window.jupyterapp.commands.execute(arguments[0])", name)

    def select(self, index):
        self.js(
            """const nb = window.jupyterapp.shell.currentWidget.content;
               nb.activeCellIndex = arguments[0]; nb.deselectAll(); nb.scrollToItem(arguments[0])""",
            index,
        )

    def write(self, index, source):
        """Replaces the source of a cell."""
        self.js(
            "window.jupyterapp.shell.currentWidget.content.widgets[arguments[0]].model.sharedModel.setSource(arguments[1])",
            index,
            source,
        )

    def cells(self):
        """The cells as the page holds them now."""
        return json.loads(self.js(
            """return JSON.stringify(window.jupyterapp.shell.currentWidget.content.widgets.map(w => {
                   const cell = w.model.sharedModel.toJSON();
                   cell.source = [].concat(cell.source).join('');
                   const prompt = w.node.querySelector('.jp-InputPrompt');
                   cell.prompt = prompt ? prompt.textContent : '';
                   return cell; }))"""))  # fmt: skip

    def run_all(self, seconds):
        """Runs all cells and waits until every one ran or one failed."""
        before = [c.get("execution_count") for c in self.cells()]
        self.command("notebook:run-all-cells")

        def finished():
            code = [c for c in self.cells() if c["cell_type"] == "code" and c["source"].strip()]
            if any(errors(c) for c in code):
                return True
            counts = [c.get("execution_count") for c in self.cells()]
            return self.kernel() == "idle" and counts != before and all(c["execution_count"] for c in code)

        wait("the run of all cells", finished, seconds)
        return [c for c in self.cells() if c["cell_type"] == "code"]

    def run(self, index, seconds):
        """Runs one cell and waits for its end."""
        self.start(index)
        return self.finish(index, seconds)

    def start(self, index):
        """Starts a cell, whose count then is empty until it ends."""
        before = self.cells()[index]["execution_count"]
        self.select(index)
        self.command("notebook:run-cell")

        def started():
            cell = self.cells()[index]
            return "*" in cell["prompt"] or cell["execution_count"] != before

        wait("the cell starts", started, 20)

    def finish(self, index, seconds):
        def ended():
            return self.kernel() == "idle" and self.cells()[index]["execution_count"]

        wait("the cell ends", ended, seconds)
        return self.cells()[index]

    def look_at(self, index, script, what, seconds=20):
        """Scrolls to a cell and waits until the script, with `node` its element, says yes."""
        self.select(index)
        return wait(what, lambda: self.js(
            "const node = window.jupyterapp.shell.currentWidget.content.widgets[arguments[0]].node;" + script, index
        ), seconds)  # fmt: skip


def errors(cell):
    return [o for o in cell.get("outputs", []) if o["output_type"] == "error"]


def text(cell):
    """Everything that a cell's outputs say as text."""
    said = []
    for output in cell.get("outputs", []):
        if "text" in output:
            said.append("".join(output["text"]))
        for mime, value in output.get("data", {}).items():
            if mime.startswith("text/"):
                said.append("".join(value))
        said.extend(output.get("traceback", []))
        said.append(output.get("evalue", ""))
    return "\n".join(said)
