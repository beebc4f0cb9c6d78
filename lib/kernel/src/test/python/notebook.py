"""A kernel under test, as a front end sees it: started by Jupyter's client, spoken to over sockets."""

import os
import queue
import time

from jupyter_client.manager import start_new_kernel

KERNEL = os.environ.get("KONTRAST_TEST_KERNEL", "kontrast-test")
PATIENCE = 120  # seconds; the machine may be busy with other things


class Result:
    """What one cell gave back."""

    def __init__(self):
        self.reply = None
        self.messages = []  # all that was published, in order

    def of(self, kind):
        return [m["content"] for m in self.messages if m["msg_type"] == kind]

    def stream(self, name="stdout"):
        return "".join(c["text"] for c in self.of("stream") if c["name"] == name)

    @property
    def status(self):
        return self.reply["content"]["status"]

    @property
    def value(self):
        """The text of the cell's value, or None."""
        values = self.of("execute_result")
        return values[0]["data"]["text/plain"] if values else None

    @property
    def error(self):
        """The error as the reader sees it, without colours; empty without an error."""
        lines = [line for c in self.of("error") for line in c["traceback"]]
        for code in ("\x1b[1;31m", "\x1b[0m"):
            lines = [line.replace(code, "") for line in lines]
        return "\n".join(lines)


class DeadKernel(Exception):
    """The kernel's process has ended, which Jupyter shows."""


class Notebook:
    def __init__(self):
        self.manager, self.client = start_new_kernel(
            kernel_name=KERNEL, startup_timeout=PATIENCE
        )

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def send(self, code, **options):
        return self.client.execute(code, **options)

    def result(self, msg_id, answers=(), when_output=None):
        """Waits for the end of a cell; answers its questions; calls when_output after each message."""
        result = Result()
        answers = list(answers)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if answers:
                try:
                    self.client.get_stdin_msg(timeout=0.05)
                    self.client.input(answers.pop(0))
                except queue.Empty:
                    pass
            try:
                message = self.client.get_iopub_msg(timeout=0.2)
            except queue.Empty:
                if not self.manager.is_alive():
                    raise DeadKernel(result.messages)
                continue
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            result.messages.append(message)
            if when_output:
                when_output(result)
            content = message["content"]
            if message["msg_type"] == "status" and content["execution_state"] == "idle":
                result.reply = self.reply(msg_id)
                return result
        raise TimeoutError("the cell did not end; so far: %s" % result.messages)

    def reply(self, msg_id):
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == msg_id:
                return reply

    def run(self, code, **options):
        return self.result(self.send(code, **options))

    def interrupt_when(self, code, printed, again=False):
        """Runs a cell and interrupts it once it has printed something; gives its result and the
        seconds from the interrupt to the end."""
        asked = []

        def maybe(result):
            if not asked and printed in result.stream():
                asked.append(time.monotonic())
                self.manager.interrupt_kernel()

        result = self.result(self.send(code), when_output=maybe)
        assert asked, "never printed %r: %s" % (printed, result.messages)
        return result, time.monotonic() - asked[0]
