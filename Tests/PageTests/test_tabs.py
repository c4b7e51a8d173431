"""Tabs, one a session, as a person handles them."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def three(client, project, page):
    """Three sessions, each open in a tab; the last one is seen."""
    names = ["Alpha", "Beta", "Gamma"]
    made = {name: client.session(project, name, ("prompt.submitted", {"text": f"{name} asks"}))
            for name in names}
    page.reload()
    for name in names:
        page.click(f".session-open:has-text('{name}')")
        page.wait_for_selector(f".tab.active:has-text('{name}')")
    page.wait_for_selector("#conversation .list-row")
    return made


def titles(page):
    return page.locator(".tab .tab-title").all_inner_texts()


def active(page):
    return page.locator(".tab.active .tab-title").inner_text()


def test_a_session_opens_in_a_tab_and_only_once(page, three):
    assert titles(page) == ["Alpha", "Beta", "Gamma"]
    page.click(".session-open:has-text('Beta')")
    assert titles(page) == ["Alpha", "Beta", "Gamma"]
    assert active(page) == "Beta"


def test_a_new_tab_finds_a_session_by_its_name_or_begins_one(page, three):
    page.keyboard.press("Alt+w")
    page.click(".tab-new")
    page.keyboard.type("gam")
    page.wait_for_selector(".palette-item:has-text('Gamma')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".tab.active:has-text('Gamma')")
    page.keyboard.press("Alt+t")
    page.keyboard.type("Quite new")
    expect(page.locator(".palette-item")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_selector(".tab.active:has-text('Quite new')")


def test_a_tab_is_closed_and_restored_where_it_stood(page, three):
    page.click(".tab:has-text('Beta') .tab-button")
    page.click(".tab:has-text('Beta') .tab-close")
    assert titles(page) == ["Alpha", "Gamma"]
    assert active(page) == "Gamma"
    page.keyboard.press("Alt+Shift+t")
    assert titles(page) == ["Alpha", "Beta", "Gamma"]
    assert active(page) == "Beta"


def test_closing_asks_when_something_is_not_saved(page, three, server):
    page.route("**/api/sessions/*/events", lambda route: route.abort())
    page.route("**/health", lambda route: route.abort())
    page.click("#writing textarea")
    page.keyboard.type("Not sent yet")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".tab.unsaved")
    page.click(".tab.active .tab-close")
    page.wait_for_selector("dialog:has-text('not saved')")
    page.click("dialog button:has-text('Cancel')")
    assert len(titles(page)) == 3
    page.click(".tab.active .tab-close")
    page.click("dialog button.danger")
    expect(page.locator(".tab")).to_have_count(2)


def test_a_tab_is_renamed_in_place(page, three, client):
    page.dblclick(".tab.active .tab-button")
    page.keyboard.press("Control+a")
    page.keyboard.type("Delta")
    page.keyboard.press("Enter")
    page.wait_for_selector(".tab.active:has-text('Delta')")
    page.wait_for_selector(".header-title:has-text('Delta')")
    page.wait_for_selector(".session-row.current:has-text('Delta')")
    page.wait_for_selector(".status-saved.saved")
    assert client.get(f"sessions/{three['Gamma']}")["title"] == "Delta"
    page.keyboard.press("F2")
    page.keyboard.type("Thrown away")
    page.keyboard.press("Escape")
    assert active(page) == "Delta"


def test_a_refused_title_is_taken_back_with_a_message(page, three):
    refused = {"code": "forbidden", "detail": "Only writers may do that.", "status": 403}
    page.route("**/api/sessions/*/events", lambda route: route.fulfill(status=403, json=refused))
    page.route("**/api/sessions/*", lambda route: route.fulfill(status=403, json=refused)
               if route.request.method == "PATCH" else route.continue_())
    page.dblclick(".tab.active .tab-button")
    page.keyboard.type("Delta")
    page.keyboard.press("Enter")
    page.wait_for_selector(".toast.error:has-text('Only writers may do that.')")
    page.wait_for_selector(".tab.active:has-text('Gamma')")


def test_a_tab_shows_its_tool(page, sample):
    page.reload()
    page.click(".session-open:has-text('Quoted fields')")
    assert page.locator(".tab.active .badge").inner_text() == "CL"


def test_tabs_are_dragged_into_another_order(page, three):
    first = page.locator(".tab:has-text('Alpha')").bounding_box()
    last = page.locator(".tab:has-text('Gamma')").bounding_box()
    page.mouse.move(first["x"] + 40, first["y"] + 12)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 20, last["y"] + 12, steps=12)
    page.mouse.up()
    assert titles(page) == ["Beta", "Gamma", "Alpha"]
    assert active(page) == "Gamma"
    page.keyboard.press("Alt+Shift+ArrowLeft")
    assert titles(page) == ["Gamma", "Beta", "Alpha"]


def test_a_tab_is_duplicated_at_its_moment_and_each_goes_its_way(page, sample, open_session):
    open_session(page, sample, "main@20")
    page.click(".tab.active .tab-button", button="right")
    page.click(".menu-item:has-text('one more tab')")
    expect(page.locator(".tab")).to_have_count(2)
    page.wait_for_selector(".chip-moment:text-is('main@20')")
    page.wait_for_selector("#conversation .list-row")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".chip-moment:text-is('main@21')")
    page.click(".tab >> nth=0 >> .tab-button")
    page.wait_for_selector(".chip-moment:text-is('main@20')")


def test_a_session_that_is_written_has_a_live_mark(page, three, client):
    page.wait_for_timeout(300)
    client.prompt(three["Alpha"], "Somebody writes elsewhere")
    page.wait_for_selector(".tab:has-text('Alpha') .live-mark")
    assert page.locator(".tab:has-text('Beta') .live-mark").count() == 0


def test_keys_go_from_tab_to_tab(page, three):
    page.keyboard.press("Alt+1")
    assert active(page) == "Alpha"
    page.keyboard.press("Control+2")
    assert active(page) == "Beta"
    page.keyboard.press("Alt+9")
    assert active(page) == "Gamma"
    page.keyboard.press("Control+Shift+BracketRight")
    assert active(page) == "Alpha"
    page.keyboard.press("Alt+Shift+BracketLeft")
    assert active(page) == "Gamma"
    page.keyboard.press("Alt+w")
    assert titles(page) == ["Alpha", "Beta"]


def test_tabs_order_and_places_come_back_after_a_reload(page, sample, three, open_session):
    open_session(page, sample, "main@33", "?pane=usage")
    page.wait_for_timeout(100)
    page.click(".tab:has-text('Beta') .tab-button")
    page.keyboard.press("Alt+Shift+ArrowLeft")
    before = titles(page)
    page.reload()
    page.wait_for_selector(".tab.active")
    assert titles(page) == before
    assert active(page) == "Beta"
    page.click(".tab:has-text('Quoted') .tab-button")
    page.wait_for_selector(".chip-moment:text-is('main@33')")
    assert "pane=usage" in page.evaluate("location.hash")


def test_tabs_come_back_in_another_browser(browser, page, three, server, token):
    page.wait_for_timeout(1500)
    other = browser.new_context()
    elsewhere = other.new_page()
    elsewhere.goto(f"{server.url}/#token={token}")
    elsewhere.wait_for_selector(".tab.active")
    assert titles(elsewhere) == ["Alpha", "Beta", "Gamma"]
    assert active(elsewhere) == "Gamma"
    other.close()


def test_the_palette_finds_and_does_anything(page, three):
    page.keyboard.press("Control+k")
    page.keyboard.type("dark col")
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.dataset.scheme") == "dark"
    page.keyboard.press("Control+k")
    page.keyboard.type("alpha")
    page.wait_for_selector(".palette-item:has-text('Alpha asks')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".tab.active:has-text('Alpha')")


def test_the_list_of_keys_has_every_key(page, three):
    page.keyboard.press("?")
    shown = page.locator("dialog.key-list").inner_text()
    for word in ["Close the tab", "Next event", "Next prompt", "Find or do anything", "All keys"]:
        assert word in shown
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
