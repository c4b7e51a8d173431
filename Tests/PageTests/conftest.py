"""A real server, a real browser, and a person who is signed in.

`SESSION` names the command under test, `CHROMIUM` the browser. `PAGE=folder` takes the page from
its folder though the command has one, so that trying a change needs no build.
"""

import os
import uuid

import pytest
from playwright.sync_api import expect, sync_playwright

from client import Client
from running import Server
from samples import make_sample

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# How long a busy machine may take, in ms.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)

# What the page must never do, told to the test by the page itself.
WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


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
    return make_sample(client, project)


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
def keeps_page():
    """Whether the browser keeps the page's files for when the server is away. Most tests would
    wait for nothing but that."""
    return False


@pytest.fixture
def context(browser, keeps_page):
    """A browser that has never been here."""
    made = browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme="light", locale="en-GB",
        timezone_id="UTC", reduced_motion="reduce",
        service_workers="allow" if keeps_page else "block",
    )
    made.grant_permissions(["clipboard-read", "clipboard-write"])
    made.add_init_script(WATCH)
    made.set_default_timeout(PATIENCE)
    made.set_default_navigation_timeout(3 * PATIENCE)
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
        page.wait_for_selector("#conversation .list-row", state="attached")

    return open_it
