"""A real server for the page, begun and ended."""

import os
import pathlib
import socket
import subprocess
import time
import urllib.error
import urllib.request

import page_server

ROOT = pathlib.Path(__file__).resolve().parents[2]
SESSION = os.environ.get("SESSION", str(ROOT / ".build/debug/session"))


class Server:
    """A running server, and where its page is."""

    def __init__(self, data):
        self.data = data
        self.port = _free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.begin()
        self.end_page = None
        self.url = self.base
        if os.environ.get("PAGE") == "folder" or not self._serves_page():
            port, self.end_page = page_server.serve(self.port)
            self.url = f"http://127.0.0.1:{port}"

    def begin(self):
        """Begins it, or begins it again where it was."""
        self.process = subprocess.Popen(
            [SESSION, "serve", "--data", str(self.data), "--port", str(self.port),
             "--max-rate", "1000000"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        self._wait()

    def kill(self):
        """Ends it as a crash does."""
        self.process.kill()
        self.process.wait(20)

    def _wait(self):
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{self.base}/health", timeout=2).close()
                return
            except OSError:
                assert self.process.poll() is None, "the server ended at once"
                time.sleep(0.05)
        raise AssertionError("the server did not begin within 10 s")

    def _serves_page(self):
        try:
            with urllib.request.urlopen(self.base, timeout=5) as response:
                return response.status == 200
        except urllib.error.HTTPError:
            return False

    def token(self, user):
        """A token of a user, who need not be known before."""
        made = subprocess.run(
            [SESSION, "token", "--data", str(self.data), "--user", user],
            capture_output=True, text=True, check=True,
        )
        return made.stdout.strip().splitlines()[-1]

    def stop(self):
        """Ends it."""
        self.process.terminate()
        self.process.wait(20)
        if self.end_page:
            self.end_page()


def _free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
