"""A handout and a class on one server, for real: `./course test` runs it, after the other parts.

The course is installed for all into target/test/class, which holds a handout. There an exercise gives the points that it
gives in the full course, and the same cards; commands that need solutions say so; two servers of two homes show
JupyterLab and have bounded kernels. Users and a hub take root; lib/INSTRUCTORS.md says how it was tried.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import nbformat
from lab import ROOT, end, free_port, wait
from remote import Kernel, ask, at_once

sys.path.insert(0, str(ROOT / "lib" / "kernel" / "src" / "main" / "jupyter"))
import run  # noqa: E402

PREFIX = ROOT / "target" / "test" / "class"
TOKEN = "kontrast-test"
ANSWERS = {
    "ex11_3": "int[] positiveIndices(int n) {\n    int[] p = new int[2 * n];\n    for (int i = 0; i < 2 * n; i++) {\n"
              "        p[i] = (i + n) % (2 * n);\n    }\n    return p;\n}",
    # A known mistake.
    "ex11_2": "NDArray cosineSimilarity(NDArray a, NDArray b) {\n    return a.matMul(b.transpose());\n}",
}  # fmt: skip
POSITIVE = """import kontrast.grader.exercise.simclr.SimClrExercises;
int[] positiveIndices(int n) {
    return java.util.stream.IntStream.range(0, 2 * n).map(i -> (i + n) % (2 * n)).toArray();
}
SimClrExercises.positiveIndices().check(n -> positiveIndices(n)).earned()"""


class Server:
    """kontrast-server of the installed course, as one user of the machine starts it, without a hub."""

    def __init__(self, home):
        port = free_port()
        self.url, self.headers = f"http://127.0.0.1:{port}", {"Authorization": "token " + TOKEN}
        self.home = home
        self.log = open(home / "server.log", "w")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("KONTRAST", "JUPYTER"))}
        self.process = subprocess.Popen(
            [str(PREFIX / "bin" / "kontrast-server"), "--no-browser", "--ServerApp.ip=127.0.0.1",
             f"--ServerApp.port={port}", f"--ServerApp.token={TOKEN}", "--ServerApp.allow_root=True"],
            env={**environment, "HOME": str(home), "KONTRAST_WORK": str(home / "kontrast")},
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True)  # fmt: skip

    def answers(self):
        try:
            return ask(self.url + "/api/status", self.headers)[0] == 200
        except OSError:
            return False

    def close(self):
        end(self.process)
        self.log.close()


class ClassTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(PREFIX, ignore_errors=True)
        subprocess.run([str(ROOT / "course"), "install", "--prefix", str(PREFIX)], check=True)
        cls.folder = Path(tempfile.mkdtemp(prefix="kontrast-class-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)

    def home(self, name):
        home = self.folder / name
        home.mkdir(exist_ok=True)
        return home

    def executed(self, course, notebook, name):
        out = self.folder / name
        home = self.home(name + "-home")
        # How far a learner has come is kept beside the notebook.
        notebook = Path(shutil.copy(notebook, home))
        said = subprocess.run(
            [str(course / "course"), "run", "--out", str(out), str(notebook)], capture_output=True, text=True,
            env={**os.environ, "HOME": str(home), "JUPYTER_DATA_DIR": str(home / "jupyter"),
                 "DJL_CACHE_DIR": str(PREFIX / "djl")})  # fmt: skip
        self.assertEqual(0, said.returncode, said.stderr[-3000:])
        return nbformat.read(out / notebook.name, as_version=4)

    def test_an_exercise_gives_the_same_points_and_cards(self):
        exercise = nbformat.read(PREFIX / "course" / "exercises" / "11_simclr.ipynb", as_version=4)
        for cell in exercise.cells:
            mark = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            cell.source = ANSWERS.get(mark, cell.source)
        notebook = self.folder / "11_simclr.ipynb"
        nbformat.write(exercise, notebook)
        full, handout = (self.executed(course, notebook, name)
                         for course, name in ((ROOT, "full"), (PREFIX / "course", "handout")))  # fmt: skip
        points = run.scores(handout)
        self.assertEqual(run.scores(full), points)
        self.assertEqual(points["ex11_3_check"][1], points["ex11_3_check"][0])
        self.assertLess(points["ex11_2_check"][0], points["ex11_2_check"][1])
        self.assertEqual(0, points["ex11_5_check"][0])

        def cards(executed):
            return [o.data["text/html"] for c in executed.cells for o in c.get("outputs", [])
                    if run.CARD.search(o.get("data", {}).get("text/html", ""))]  # fmt: skip

        self.assertEqual(cards(full), cards(handout))
        self.assertIn("dot product", "".join(cards(handout)))

    def test_commands_that_need_solutions_say_so(self):
        for word in ("grade 11_simclr", "prove", "release", "sync x", "new-exercise 1.1 A", "handout x", "test"):
            said = subprocess.run([str(PREFIX / "course" / "course"), *word.split()], capture_output=True, text=True)
            self.assertNotEqual(0, said.returncode, word)
            self.assertIn("this is a handout", said.stderr, word)
            self.assertLess(len(said.stderr.splitlines()), 4, said.stderr)

    def test_two_users_have_servers_with_bounded_kernels(self):
        servers = [Server(self.home(name)) for name in ("lena", "tom")]
        for server in servers:
            self.addCleanup(server.close)
        for server in servers:
            wait("an answer of " + server.url, server.answers, 120)
            self.assertTrue((server.home / "kontrast" / "notebooks" / "11_simclr.ipynb").is_file())
            self.assertEqual(0o700, (server.home / "kontrast").stat().st_mode & 0o777, "a neighbour does not read it")
            status, page = ask(server.url + "/lab", server.headers)
            self.assertEqual(200, status)
            self.assertIn("JupyterLab", page)
        kernels = [Kernel(server.url, server.headers) for server in servers]
        results = at_once(*(lambda k=k: k.run("1 + 1", POSITIVE, seconds=180) for k in kernels))
        for (two, points), kernel in zip(results, kernels):
            self.assertEqual("2", two.strip())
            self.assertGreater(float(points), 0)
        found = self.processes()
        self.assertEqual(2, len(found))
        for pid in found:
            limits = Path(f"/proc/{pid}/limits").read_text()
            self.assertRegex(limits, r"Max data size +2147483648 +2147483648")
        greedy = kernels[0].run(
            'String said = "all fits";\ntry {\n    var all = new java.util.ArrayList<ai.djl.ndarray.NDArray>();\n'
            "    var m = ai.djl.ndarray.NDManager.newBaseManager();\n"
            "    for (int i = 0; i < 4; i++) {\n"  # large pieces: what is left after a refusal must do for Java itself
            "        all.add(m.ones(new ai.djl.ndarray.types.Shape(250_000_000)));\n    }\n"
            '} catch (Throwable e) {\n    said = "refused";\n}\nSystem.out.println(said);', seconds=180)  # fmt: skip
        self.assertIn("refused", greedy[0], "4 GB do not fit into a kernel of 2 GB")
        self.assertEqual("2", kernels[1].run("1 + 1", seconds=60)[0].strip(), "the neighbour goes on")
        for kernel in kernels:
            kernel.close()

    @staticmethod
    def processes():
        """Kernels that were started from the installed course."""
        mine = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    words = (entry / "cmdline").read_bytes().decode("utf-8", "replace")
                except OSError:
                    continue
                if "KernelMain" in words and str(PREFIX) in words and re.match(r"[^\0]*java\0", words):
                    mine.append(entry.name)
        return mine


if __name__ == "__main__":
    unittest.main()
