"""A real server, a real browser, and a person who is signed in.

`SESSION` names the command under test, `CHROMIUM` the browser. `PAGE=folder` takes the page from its
folder though the command has one, so that trying a change needs no build.
"""

import os
import pathlib
import socket
import subprocess
import time
import urllib.error
import urllib.request
import uuid

import pytest
from playwright.sync_api import expect, sync_playwright

import page_server
from client import Client

ROOT = pathlib.Path(__file__).resolve().parents[2]
SESSION = os.environ.get("SESSION", str(ROOT / ".build/debug/session"))
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SAMPLE = ROOT / "Tests/Fixtures/claude-code/sample.jsonl"

# What the page must never do, told to the test by the page itself.
WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


class Server:
    """A running server, and where its page is."""

    def __init__(self, data):
        self.data = data
        self.port = _free_port()
        self.process = subprocess.Popen(
            [SESSION, "serve", "--data", str(data), "--port", str(self.port), "--max-rate", "1000000"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        self.base = f"http://127.0.0.1:{self.port}"
        self._wait()
        self.end_page = None
        self.url = self.base
        if os.environ.get("PAGE") == "folder" or not self._serves_page():
            port, self.end_page = page_server.serve(self.port)
            self.url = f"http://127.0.0.1:{port}"

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


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """One server for all tests; each test is another user, with projects of its own."""
    running = Server(tmp_path_factory.mktemp("data"))
    yield running
    running.stop()


@pytest.fixture
def token(server):
    """The token of this test's own user."""
    return server.token(f"u{uuid.uuid4().hex[:8]}")


@pytest.fixture
def client(server, token):
    """Asks the server as the test's user."""
    return Client(server.base, token)


@pytest.fixture
def project(client):
    """A project of the test's user."""
    return client.ask("POST", "projects", {"name": "tidycsv"})["project"]


@pytest.fixture
def sample(client, project):
    """A session with a branch, a merge, a subagent, edits, an error and a tag."""
    made = client.ask("POST", f"imports?project={project}", raw=SAMPLE.read_bytes())
    session = made["session"]
    client.ask("POST", f"sessions/{session}/branches", {"name": "idea", "from": "main@30"})
    client.append(
        session,
        ("prompt.submitted", {"text": "Could the reader be a generator?"}),
        ("file.changed", "notes.md", {"content": "# Ideas\n\nA generator reads lazily.\n"}),
        ("note.added", {"text": "Try this after the release."}),
        branch="idea",
    )
    merge = {"theirs": "idea", "into": "main", "commit": True}
    client.ask("POST", f"sessions/{session}/merges", merge)
    client.ask("POST", f"sessions/{session}/tags", {"name": "first-fix", "at": "main@40"})
    return session


@pytest.fixture(scope="session")
def browser():
    """One browser for all tests."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield running
        running.close()


@pytest.fixture
def context(browser):
    """A browser that has never been here."""
    made = browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme="light", locale="en-GB",
        timezone_id="UTC", reduced_motion="reduce",
    )
    made.grant_permissions(["clipboard-read", "clipboard-write"])
    made.add_init_script(WATCH)
    made.set_default_timeout(8000)
    yield made
    made.close()


@pytest.fixture
def page(context, server, token, project):
    """A page on which the test's user is signed in. What it says on the console fails the test,
    but for lines that begin with one of `page.allowed`."""
    opened = context.new_page()
    said = []
    opened.allowed = ["Failed to load resource"]
    opened.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.url_of_server = server.url
    opened.goto(f"{server.url}/#token={token}")
    opened.wait_for_selector(".sidebar-heading, .sidebar-none")
    yield opened
    violations = [] if opened.is_closed() else opened.evaluate("window.violations")
    wrong = [line for line in said if not line.startswith(tuple(opened.allowed))]
    assert not violations, violations
    assert not wrong, wrong


@pytest.fixture
def open_session():
    """Opens a session by its address, at a moment such as `main@61`; waits until it is drawn."""

    def open_it(page, session, moment="main", query=""):
        page.evaluate("(hash) => { location.hash = hash; }", f"#/{session}/{moment}{query}")
        page.wait_for_selector(".moment-chip:visible")
        wanted = moment.split("?")[0]
        if "@" in wanted:
            expect(page.locator(".chip-moment")).to_have_text(wanted)
        page.wait_for_selector("#conversation .list-row")

    return open_it
