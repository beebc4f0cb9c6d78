"""Cold starts: each must be ready and answer. KONTRAST_STARTS says how many, by default two."""

import os
import time
import unittest

from notebook import Notebook


class StartTest(unittest.TestCase):
    def test_every_start_succeeds(self):
        count = int(os.environ.get("KONTRAST_STARTS", "2"))
        seconds = []
        for i in range(count):
            begin = time.monotonic()
            notebook = Notebook()
            try:
                self.assertEqual("2", notebook.run("1 + 1").value, "start %d" % i)
                seconds.append(time.monotonic() - begin)
            finally:
                notebook.close()
        seconds.sort()
        print("%d of %d starts; to the first value: median %.1f s, slowest %.1f s"
              % (len(seconds), count, seconds[len(seconds) // 2], seconds[-1]))


if __name__ == "__main__":
    unittest.main(verbosity=2)
