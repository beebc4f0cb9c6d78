"""The community's conformance tests for kernels."""

import inspect
import unittest

import jupyter_kernel_test
from notebook import KERNEL, PATIENCE

jupyter_kernel_test.TIMEOUT = PATIENCE


class ConformanceTest(jupyter_kernel_test.KernelTests):
    """The suite allows 0.1 s for a message to arrive, too little for a busy machine: here, a minute,
    and late messages of an earlier request are passed over."""

    kernel_name = KERNEL
    language_name = "java"
    file_extension = ".java"
    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("oops");'
    completion_samples = [{"text": '"abc".substr', "matches": {"substring("}}]
    complete_code_samples = ["int x = 1;", "x + 1", "class A { }", "%time f();", ""]
    incomplete_code_samples = ["for (int i = 0; i < 3; i++) {", 'String s = """', "f("]
    invalid_code_samples = ["class 3 { }", "int x = ;", "}"]
    code_generate_error = "int[] none = {}; none[0] = 1;"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"a" + "b"', "result": "ab"},
        {"code": "new java.awt.image.BufferedImage(2, 2, 1)", "mime": "image/png"},
    ]
    code_display_data = [
        {"code": 'display("<b>x</b>", "text/html");', "mime": "text/html"},
        {"code": "display(new java.awt.image.BufferedImage(2, 2, 1));", "mime": "image/png"},
    ]
    code_inspect_sample = "Math.max"

    def execute_helper(self, *args, **options):
        channel, execute = self.kc.iopub_channel, self.kc.execute
        get_msg = channel.get_msg
        sent = []

        def remember(**request):
            sent.append(execute(**request))
            return sent[-1]

        async def ours(timeout=None):
            while True:
                message = get_msg(timeout=60)
                if inspect.isawaitable(message):
                    message = await message
                if message["parent_header"].get("msg_id") in sent:
                    return message

        channel.get_msg, self.kc.execute = ours, remember
        try:
            return super().execute_helper(*args, **options)
        finally:
            channel.get_msg, self.kc.execute = get_msg, execute


if __name__ == "__main__":
    unittest.main(verbosity=2)
