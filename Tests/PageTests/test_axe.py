"""No view has anything that axe-core objects to."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect


def violations(page):
    """What it objects to, in light and in dark. Colours take some frames to be the scheme's."""
    said = []
    for scheme in ["light", "dark"]:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for _ in range(8):
            page.wait_for_timeout(400)
            found = [
                f"{scheme} {one['id']}: {node['target']} {node['failureSummary']}"
                for one in Axe().run(page).response["violations"]
                for node in one["nodes"]
            ]
            if not found:
                break
        said += found
    return said


def press(page, key):
    page.keyboard.press(key)
    page.wait_for_timeout(300)


VIEWS = {
    "conversation": lambda page: None,
    "context": lambda page: page.click("#side [role=tab]:text-is('Context')"),
    "state": lambda page: page.click("#side [role=tab]:text-is('State')"),
    "usage": lambda page: page.click("#side [role=tab]:text-is('Usage')"),
    "audit": lambda page: page.click("#side [role=tab]:text-is('Audit')"),
    "palette": lambda page: press(page, "Control+k"),
    "keys": lambda page: press(page, "?"),
    "find": lambda page: press(page, "/"),
    "compare": lambda page: press(page, "c"),
    "merge": lambda page: press(page, "m"),
    "fork": lambda page: press(page, "f"),
    "continue": lambda page: page.click("#header button:text-is('Continue from here')"),
    "export": lambda page: press(page, "e"),
    "search": lambda page: page.fill(".sidebar-input", "reader"),
    "menu": lambda page: page.click(".session-open >> nth=0", button="right"),
    "filter": lambda page: page.click("#timeline button:has-text('all kinds')"),
}


@pytest.mark.parametrize("view", VIEWS)
def test_axe_objects_to_nothing(sample, page, open_session, view):
    open_session(page, sample, "main@61")
    expect(page.locator(".status-chain")).to_contain_text("verified")
    VIEWS[view](page)
    page.wait_for_timeout(800)
    found = violations(page)
    assert not found, "\n".join(found)


# What is folded away where there is less room, and what shows it.
FOLDED = [".view:text-is('Timeline')", ".view:text-is('Files')", ".header-side",
          ".header-menu", ".sidebar-expand"]


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_axe_objects_to_nothing_at_any_width(sample, page, open_session, width):
    page.set_viewport_size({"width": width, "height": 800})
    open_session(page, sample, "main@61")
    page.wait_for_timeout(800)
    found = violations(page)
    for opener in FOLDED:
        if not page.locator(opener).is_visible():
            continue
        page.click(opener)
        page.wait_for_timeout(300)
        found += [f"{opener}: {one}" for one in violations(page)]
        page.keyboard.press("Escape")
        page.wait_for_timeout(300)
    assert not found, "\n".join(found)


def test_axe_objects_to_nothing_where_nothing_is(page):
    found = violations(page)
    page.evaluate("localStorage.clear()")
    page.goto("about:blank")
    page.goto(page.url_of_server)
    expect(page.locator("#token")).to_be_visible()
    found += violations(page)
    assert not found, "\n".join(found)
