"""Pictures of the page's main views, at four widths, light and dark. Argument: their folder."""

import os
import pathlib
import sys
import tempfile

from playwright.sync_api import sync_playwright

from client import Client
from running import Server
from samples import make_others, make_sample

WIDTHS = [(1440, 900), (400, 800), (1000, 700), (2000, 1100)]
MOMENT = "main@61"


def pane(name):
    """Shows one of the panes beside the conversation, wherever it is at this width."""

    def show(page):
        for opener in [".header-side", ".view:text-is('Files')"]:
            if page.locator(opener).is_visible():
                page.click(opener)
                page.wait_for_timeout(300)
        page.click(f"#side [role=tab]:text-is('{name}')")

    return show


def key(name):
    """Presses a key."""
    return lambda page: page.keyboard.press(name)


def files(page):
    """The blame of a file."""
    pane("Files")(page)
    page.wait_for_timeout(400)
    page.click("#side :text('reader.py') >> nth=0")
    page.wait_for_timeout(400)
    page.click("#side button:text-is('Blame')")


def search(page):
    """A search over all sessions."""
    page.keyboard.press("s")
    page.wait_for_timeout(300)
    page.keyboard.type("reader")


VIEWS = {
    "conversation": lambda page: None,
    "files": files,
    "context": pane("Context"),
    "state": pane("State"),
    "usage": pane("Usage"),
    "audit": pane("Audit"),
    "palette": key("Control+k"),
    "keys": key("?"),
    "find": lambda page: (page.keyboard.press("/"), page.keyboard.type("reader")),
    "compare": key("c"),
    "merge": key("m"),
    "continue": lambda page: (page.keyboard.press("Control+k"),
                              page.keyboard.type("continue from"), page.keyboard.press("Enter")),
    "search": search,
}


def take(browser, url, token, session, folder):
    """All pictures of one session."""
    for scheme in ["light", "dark"]:
        for width, height in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme,
                locale="en-GB", reduced_motion="reduce",
            )
            for name, show in VIEWS.items():
                page = context.new_page()
                page.set_default_timeout(20_000)
                page.goto(f"{url}/#/{session}/{MOMENT}?token={token}")
                page.wait_for_selector("#conversation .list-row", state="attached")
                page.wait_for_timeout(900)
                file = folder / f"{name}-{width}-{scheme}.png"
                try:
                    show(page)
                    page.wait_for_timeout(900)
                except Exception as error:
                    print(f"{file.name}: {str(error).splitlines()[0]}", file=sys.stderr)
                page.screenshot(path=file)
                page.close()
            context.close()


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = Server(pathlib.Path(data) / "data")
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        try:
            token = server.token("ana")
            client = Client(server.base, token)
            project = client.ask("POST", "projects", {"name": "tidycsv"})["project"]
            make_others(client, project)
            session = make_sample(client, project)
            take(browser, server.url, token, session, folder)
        finally:
            browser.close()
            server.stop()
    print(f"{len(VIEWS) * len(WIDTHS) * 2} pictures in {folder}")


main()
