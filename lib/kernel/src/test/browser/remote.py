"""A kernel of a Jupyter server, spoken with over the web as a page does: for tests of servers and hubs."""

import asyncio
import json
import threading
import urllib.request
import uuid

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect


def ask(url, headers, method="GET", body=None):
    """The status and the text of an answer."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=120) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace")


async def _execute(url, kernel, headers, sources, seconds):
    socket = await websocket_connect(
        HTTPRequest(f"{url.replace('http', 'ws', 1)}/api/kernels/{kernel}/channels", headers=headers),
        max_message_size=1 << 28)  # fmt: skip
    outputs = []
    try:
        for source in sources:
            number, said, replied, idle = uuid.uuid4().hex, [], False, False
            await socket.write_message(json.dumps({
                "header": {"msg_id": number, "msg_type": "execute_request", "username": "", "session": "test",
                           "version": "5.3"},
                "parent_header": {}, "metadata": {}, "channel": "shell",
                "content": {"code": source, "silent": False, "store_history": True, "allow_stdin": False,
                            "stop_on_error": True}}))  # fmt: skip
            while not (replied and idle):
                message = json.loads(await asyncio.wait_for(socket.read_message(), seconds))
                if message.get("parent_header", {}).get("msg_id") != number:
                    continue
                kind, content = message["msg_type"], message["content"]
                if kind == "status" and content["execution_state"] == "idle":
                    idle = True
                elif kind == "execute_reply":
                    replied = True
                elif kind == "stream":
                    said.append(content["text"])
                elif kind in ("display_data", "execute_result"):
                    said.append(str(content["data"].get("text/html", content["data"].get("text/plain"))))
                elif kind == "error":
                    raise AssertionError(f"{source[:200]}\n" + "\n".join(content["traceback"]))
            outputs.append("".join(said))
    finally:
        socket.close()
    return outputs


class Kernel:
    """A kernel of the server at `url`, which may lie behind a hub."""

    def __init__(self, url, headers):
        self.url, self.headers = url, headers
        status, text = ask(url + "/api/kernels", headers, "POST", {"name": "kontrast"})
        if status != 201:
            raise AssertionError(f"no kernel: {status} {text[:500]}")
        self.id = json.loads(text)["id"]

    def run(self, *sources, seconds=600):
        """Runs cells one after the other; returns what each says."""
        return asyncio.run(_execute(self.url, self.id, self.headers, sources, seconds))

    def close(self):
        ask(f"{self.url}/api/kernels/{self.id}", self.headers, "DELETE")


def at_once(*jobs):
    """Does several things at the same time; returns their results, and raises what one of them raised."""
    results, errors = [None] * len(jobs), []

    def do(number, job):
        try:
            results[number] = job()
        except BaseException as error:  # noqa: BLE001
            errors.append(error)

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results
