"""The page opens while the server is away, with what it showed last; never a mix of two versions.

The server serves the page itself here: a worker is kept for a page that names one.
"""

import pytest
from playwright.sync_api import expect

import page_server
from running import Server
from waiting import until

# Seconds in which a busy machine keeps the two hundred files of the page.
LONG = 90
AWAY = "offline: what you change is kept here"
KEPT = """async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("session-store-page"));
    const kept = await Promise.all(names.map(async (name) =>
        (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)));
    return kept.flat();
}"""
ANSWERS = """async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle("answers", {create: true});
    const names = [];
    for await (const name of folder.keys()) names.push(name);
    return names.length;
}"""
WORKING = """async (version) => {
    const {active} = await navigator.serviceWorker.getRegistration() ?? {};
    return active?.state === "activated" && active.scriptURL.endsWith(version);
}"""


@pytest.fixture
def keeps_page():
    return True


@pytest.fixture
def server(tmp_path):
    """A server of this test's own, which it may kill."""
    running = Server(tmp_path)
    running.url = running.base
    yield running
    running.stop()


def test_the_page_opens_while_the_server_is_away(sample, page, server, open_session):
    open_session(page, sample, "main@61")
    expect(page.locator(".status-counts")).to_contain_text("61 events")
    until(page, WORKING, "", LONG)
    kept = page.evaluate(KEPT)
    assert "/" in kept and any(path.endswith("/app/main.js") for path in kept)
    assert all(path == "/" or path.startswith("/page/") for path in kept), kept
    # What the server said is written in a while.
    page.wait_for_timeout(3000)
    said = page.locator("#conversation .entry").first.inner_text()
    server.kill()
    page.reload()
    expect(page.locator(".status-saved")).to_have_text(AWAY)
    expect(page.locator(".chip-moment")).to_have_text("main@61")
    expect(page.locator("#conversation .entry").first).to_have_text(said, use_inner_text=True)
    expect(page.locator(".session-open").first).to_be_visible()
    server.begin()
    expect(page.locator(".status-saved")).to_have_text("saved")


def test_who_signed_out_leaves_nothing_behind(sample, page, server, open_session):
    open_session(page, sample, "main@61")
    until(page, WORKING, "", LONG)
    until(page, f"(async () => await ({ANSWERS})() > 0)()")
    page.keyboard.press("Control+k")
    page.keyboard.type("Sign out")
    page.keyboard.press("Enter")
    expect(page.locator("#token")).to_be_visible()
    until(page, f"(async () => await ({ANSWERS})() === 0)()")
    server.kill()
    page.reload()
    expect(page.locator(".instead")).to_contain_text("The server cannot be reached.")
    assert page.locator(".session-open").count() == 0


def test_another_version_takes_the_page_s_place_at_the_next_load(server, context, token):
    now = ["aaaa"]
    port, _ = page_server.serve(server.port, lambda: now[0])
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/#token={token}")
    page.wait_for_selector(".sidebar-none, .sidebar-heading")
    until(page, WORKING, "aaaa", LONG)
    now[0] = "bbbb"
    page.reload()
    page.wait_for_selector(".sidebar-none, .sidebar-heading")
    loaded = page.evaluate(
        "performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)")
    files = [path for path in loaded if path.startswith("/page/")]
    assert files and all(path.startswith("/page/bbbb/") for path in files), files
    until(page, WORKING, "bbbb", LONG)
    until(page, f"(async () => (await ({KEPT})()).every((path) => !path.includes('aaaa')))()",
          seconds=LONG)
    kept = page.evaluate("async () => (await caches.match('/')).text()")
    assert 'src="/page/bbbb/app/main.js"' in kept and "aaaa" not in kept
