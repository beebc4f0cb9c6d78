"""A JupyterHub with two users of this machine, both at work at once. By hand, as root, since users are made for it:

    useradd -m lena; useradd -m tom; ./course install --prefix /opt/kontrast
    KONTRAST_PREFIX=/opt/kontrast KONTRAST_HUB_USERS=lena,tom python3 lib/kernel/src/test/browser/test_hub.py

The hub has the course's own configuration, with another authenticator: everybody's password is `kontrast`. Needs
jupyterhub and configurable-http-proxy. Screenshots lie in target/test/hub/ afterwards.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

from lab import ROOT, Browser, end, free_port, wait
from remote import Kernel, ask, at_once
from selenium.webdriver.common.by import By

PREFIX = Path(os.environ.get("KONTRAST_PREFIX", "/opt/kontrast"))
USERS = [name for name in os.environ.get("KONTRAST_HUB_USERS", "").split(",") if name]
URL = f"http://127.0.0.1:{free_port()}"
OUT = ROOT / "target" / "test" / "hub"
TOKEN = "kontrast-hub-test-token-0123456789"
CHECK = """import kontrast.grader.exercise.simclr.SimClrExercises;
int[] positiveIndices(int n) {
    return java.util.stream.IntStream.range(0, 2 * n).map(i -> (i + n) % (2 * n)).toArray();
}
var report = SimClrExercises.positiveIndices().check(n -> positiveIndices(n));
report.earned() + " of " + report.points()"""


def memory(pid):
    """MB of a process: its share of what is shared (PSS), and all it has in memory (RSS)."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return [int(re.search(rf"^{name}: +(\d+)", text, re.M).group(1)) / 1024 for name in ("Pss", "Rss")]


def processes(word):
    return [e.name for e in Path("/proc").iterdir()
            if e.name.isdigit() and (e / "cmdline").exists() and word in (e / "cmdline").read_bytes().decode("utf-8", "replace")]


@unittest.skipUnless(USERS and shutil.which("jupyterhub"), "needs two users and a hub; see the head of this file")
class HubTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        OUT.mkdir(parents=True, exist_ok=True)
        cls.folder = Path(tempfile.mkdtemp(prefix="kontrast-hub-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        config = cls.folder / "config.py"
        config.write_text(
            (PREFIX / "course/lib/kernel/src/main/hub/jupyterhub_config.py").read_text() + f"""
c.JupyterHub.bind_url = "{URL}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{free_port()}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{free_port()}"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "kontrast"
c.Authenticator.allowed_users = {set(USERS)}
c.JupyterHub.services = [{{"name": "test", "api_token": "{TOKEN}"}}]
c.JupyterHub.load_roles = [{{"name": "test", "services": ["test"],
    "scopes": ["admin:users", "admin:servers", "access:servers", "tokens"]}}]
""")
        cls.log = open(OUT / "hub.log", "w")
        cls.hub = subprocess.Popen(["jupyterhub", "-f", str(config)], cwd=cls.folder, stdout=cls.log, stderr=cls.log,
                                   env={**os.environ, "KONTRAST_PREFIX": str(PREFIX)}, start_new_session=True)  # fmt: skip
        cls.addClassCleanup(cls.stop)
        wait("the hub answers", cls.answers, 60)

    @classmethod
    def answers(cls):
        try:
            return ask(URL + "/hub/api/", {})[0] == 200
        except OSError:
            return False

    @classmethod
    def stop(cls):
        end(cls.hub, 30)
        cls.log.close()

    def user(self, name):
        """Logs in as a browser does, starts the server, and waits for it."""
        jar = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor())
        jar.open(URL + "/hub/login")
        jar.open(URL + "/hub/login", data=f"username={name}&password=kontrast".encode())
        status, text = ask(f"{URL}/hub/api/users/{name}/server", {"Authorization": "token " + TOKEN}, "POST")
        self.assertTrue(status in (201, 202) or "already running" in text, text)
        headers = {"Authorization": "token " + TOKEN}

        def ready():
            return json.loads(ask(f"{URL}/hub/api/users/{name}", headers)[1])["servers"].get("", {}).get("ready")

        wait(f"the server of {name}", ready, 120)
        status, text = ask(f"{URL}/hub/api/users/{name}/tokens", headers, "POST", {"note": "test"})
        self.assertEqual(201, status, text)
        return f"{URL}/user/{name}", {"Authorization": "token " + json.loads(text)["token"]}

    def test_two_users_at_once(self):
        servers = at_once(*(lambda n=n: self.user(n) for n in USERS))
        for (url, headers), name in zip(servers, USERS):
            status, page = ask(url + "/lab", headers)
            self.assertEqual(200, status, page[:300])
            self.assertIn("JupyterLab", page)
            copy = Path("~" + name).expanduser() / "kontrast" / "notebooks" / "11_simclr.ipynb"
            self.assertEqual(name, copy.owner())
        kernels = [Kernel(url, headers) for url, headers in servers]
        for kernel in kernels:
            kernel.run("1 + 1")
        time.sleep(5)
        idle = [memory(pid) for pid in processes(str(PREFIX / "share/jupyter/kernels")) if "KernelMain" in self.words(pid)]
        print("idle kernels, MB (PSS, RSS):", [[round(x) for x in m] for m in idle])
        lecture = [c for c in json.loads((PREFIX / "course/notebooks/11_simclr.ipynb").read_text())["cells"]
                   if c["cell_type"] == "code"]  # fmt: skip
        sources = ["".join(c["source"]) for c in lecture]
        began = time.monotonic()
        outputs = at_once(*(lambda k=k: k.run('System.setProperty("kontrast.preset", "smoke");', *sources) for k in kernels))
        print(f"lecture 11 in smoke, {len(USERS)} users at once: {time.monotonic() - began:.0f} s")
        for said in outputs:
            self.assertTrue(any("smoke" in text for text in said), said[:4])
        for said in at_once(*(lambda k=k: k.run(CHECK) for k in kernels)):
            earned, of = said[0].strip().strip('"').split(" of ")
            self.assertEqual(of, earned)
        time.sleep(5)
        after = [memory(pid) for pid in processes(str(PREFIX / "share/jupyter/kernels")) if "KernelMain" in self.words(pid)]
        print("after the lecture, MB (PSS, RSS):", [[round(x) for x in m] for m in after])
        print("servers, MB (PSS, RSS):", [[round(x) for x in memory(pid)] for pid in processes("jupyterhub-singleuser")])
        for kernel in kernels:
            kernel.close()

    @staticmethod
    def words(pid):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")

    def test_the_browser_shows_lecture_00(self):
        for name in USERS:
            browser = Browser()
            try:
                browser.driver.get(URL + "/hub/login")
                browser.driver.find_element(By.ID, "username_input").send_keys(name)
                browser.driver.find_element(By.ID, "password_input").send_keys("kontrast")
                browser.driver.find_element(By.ID, "login_submit").click()
                wait("the notebook of " + name, lambda b=browser: b.js(
                    "return !!document.querySelector('.jp-Notebook .jp-MarkdownOutput h1')"), 120)  # fmt: skip
                self.assertIn(f"/user/{name}/lab", browser.driver.current_url)
                time.sleep(3)
                browser.shot(OUT / f"{name}.png")
            finally:
                browser.close()


if __name__ == "__main__":
    unittest.main()
