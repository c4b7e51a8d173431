"""What a person writes: shown at once, saved soon, undone where refused, kept while offline."""

import re
import time

import pytest
from playwright.sync_api import expect

from waiting import until


@pytest.fixture
def written(client, project, page, open_session):
    """A session of a prompt and an answer, seen at its head."""
    session = client.session(
        project, "Written to", ("prompt.submitted", {"text": "First"}),
        ("response.received", {"text": "An answer."}))
    open_session(page, session)
    expect(page.locator(".chip-moment")).to_have_text("main@4")
    return session


@pytest.fixture
def said(client, written):
    """What is said on a branch, as the server has it."""

    def ask(branch="main"):
        events = client.get(f"sessions/{written}/events", branch=branch, limit=200)["events"]
        return [event["data"].get("text") for event in events
                if event["type"] in ("prompt.submitted", "note.added")]

    return ask


def write(page, words, note=False):
    page.locator("#main").focus()
    page.keyboard.press("n" if note else "p")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def until_true(test, seconds=8):
    end = time.monotonic() + seconds
    while not test():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.05)


def test_a_prompt_and_a_note_are_appended(page, written, said):
    write(page, "Why is that?")
    expect(page.locator("#conversation")).to_contain_text("Why is that?")
    expect(page.locator(".chip-moment")).to_have_text("main@5")
    write(page, "To be read later.", note=True)
    expect(page.locator("#conversation")).to_contain_text("To be read later.")
    until_true(lambda: said() == ["First", "Why is that?", "To be read later."])
    expect(page.locator(".writing-waiting")).to_have_count(0)


def test_shift_and_enter_is_a_new_line_and_hostile_text_is_text(page, written, said):
    page.locator("#writing textarea").click()
    page.keyboard.type("<img src=x onerror=alert(1)>")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("second line")
    page.keyboard.press("Enter")
    until_true(lambda: said()[-1] == "<img src=x onerror=alert(1)>\nsecond line")
    expect(page.locator("#conversation img, .writing-pending img")).to_have_count(0)


def test_a_prompt_in_the_past_goes_on_a_fork(page, written, said, client):
    page.locator(".timeline-board").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".chip-moment")).to_have_text("main@3")
    expect(page.locator("#writing textarea")).to_have_attribute(
        "placeholder", "Go on from main@3, on a fork")
    write(page, "Otherwise?")
    expect(page.locator(".chip-moment")).to_have_text("idea-1@4")
    until_true(lambda: said("idea-1") == ["First", "Otherwise?"])
    assert said() == ["First"]


def test_a_pin_is_set_and_taken_away(page, written, client, project):
    def pinned():
        return client.get("sessions", project=project)["sessions"][0]["pinned"]

    pin = page.locator("#writing").get_by_role("button", name=re.compile("^Pin"))
    pin.click()
    expect(pin).to_have_text("Pinned")
    expect(pin).to_have_attribute("aria-pressed", "true")
    until_true(pinned)
    pin.click()
    expect(pin).to_have_text("Pin")
    until_true(lambda: not pinned())


def test_a_setting_is_changed_and_removed(page, written, client):
    def settings():
        state = client.get(f"sessions/{written}/state")
        return {one["subject"]: one["value"] for one in state["settings"]}

    for said in ["temperature = 0.5", "temperature ="]:
        page.keyboard.press("Control+k")
        page.keyboard.type("Change a setting")
        page.wait_for_selector(".palette-item:has-text('Change a setting')")
        page.keyboard.press("Enter")
        page.get_by_role("textbox", name="Setting").fill(said)
        page.keyboard.press("Enter")
        until_true(lambda: settings().get("temperature") == (0.5 if "0.5" in said else None))


def test_a_draft_is_there_again_after_a_reload_and_on_another_machine(
        page, written, client, project, browser, server, token, open_session):
    page.locator("#writing textarea").click()
    page.keyboard.type("Half a thou")
    page.reload()
    expect(page.locator("#writing textarea")).to_have_value("Half a thou")
    until_true(lambda: client.get(f"projects/{project}/preferences")["settings"].get(
        f"draft/{written}") == "Half a thou")
    other = browser.new_context()
    elsewhere = other.new_page()
    elsewhere.goto(f"{server.url}/#token={token}")
    elsewhere.wait_for_selector(".sidebar-heading")
    open_session(elsewhere, written)
    expect(elsewhere.locator("#writing textarea")).to_have_value("Half a thou")
    other.close()


def test_a_change_is_shown_at_once_and_saved_half_a_second_later(page, written, client):
    with page.expect_response(re.compile("/events$")) as sent:
        rename(page, written, "Another title")
        shown = time.time()
        expect(page.locator(".tab.active")).to_contain_text("Another title")
    assert sent.value.request.timing["startTime"] / 1000 - shown > 0.3
    until_true(lambda: client.get(f"sessions/{written}")["title"] == "Another title")


def test_a_save_by_key_does_not_wait(page, written, client):
    rename(page, written, "Saved by key")
    page.keyboard.press("Control+s")
    until(page, "document.querySelector('#status').textContent.includes('saved')")
    until_true(lambda: client.get(f"sessions/{written}")["title"] == "Saved by key")


def test_what_waits_is_saved_when_another_tab_is_shown_and_when_the_page_is_closed(
        page, written, client, project, open_session):
    other = client.session(project, "Other", ("prompt.submitted", {"text": "Hello"}))
    rename(page, written, "Saved on switching")
    open_session(page, other)
    until_true(lambda: client.get(f"sessions/{written}")["title"] == "Saved on switching")
    rename(page, other, "Saved on closing")
    page.close(run_before_unload=False)
    until_true(lambda: client.get(f"sessions/{other}")["title"] == "Saved on closing")


def test_what_the_server_refuses_is_undone_and_said(page, written, client):
    page.route(re.compile("/api/sessions/[^/]+/events$"), lambda route: route.fulfill(
        status=403, content_type="application/problem+json",
        body='{"type":"about:blank","title":"No","status":403,"code":"forbidden",'
             '"detail":"you may only read here"}'))
    rename(page, written, "Never")
    expect(page.locator(".toast")).to_contain_text("The title was not saved")
    expect(page.locator(".toast")).to_contain_text("you may only read here")
    expect(page.locator(".tab.active")).to_contain_text("Written to")


def test_what_is_written_offline_is_kept_and_sent_when_the_server_is_back(
        page, context, written, said):
    context.set_offline(True)
    write(page, "Said offline")
    waiting = page.locator(".writing-waiting")
    expect(waiting).to_contain_text("Said offline")
    expect(waiting).to_contain_text("not sent yet")
    assert "Said offline" not in said()
    context.set_offline(False)
    until_true(lambda: said() == ["First", "Said offline"], 15)
    expect(waiting).to_have_count(0, timeout=15000)


def test_what_is_not_sent_survives_that_the_page_is_closed(
        page, context, written, said, server, token):
    context.set_offline(True)
    write(page, "Kept in the browser")
    expect(page.locator(".writing-waiting")).to_contain_text("not sent yet")
    page.wait_for_timeout(300)
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{server.url}/#token={token}")
    until_true(lambda: said() == ["First", "Kept in the browser"], 15)


def test_a_session_that_was_read_can_be_read_while_the_server_is_away(
        page, context, written, client, project, open_session):
    other = client.session(project, "Other", ("prompt.submitted", {"text": "Hello there"}))
    open_session(page, other)
    expect(page.locator("#conversation")).to_contain_text("Hello there")
    open_session(page, written)
    page.wait_for_timeout(2500)
    context.set_offline(True)
    page.click(".tab:has-text('Other') .tab-button")
    expect(page.locator("#conversation")).to_contain_text("Hello there")
    context.set_offline(False)


def test_a_conflict_is_kept_on_a_branch_and_opens_the_merge(
        page, context, written, said, client):
    context.set_offline(True)
    write(page, "Mine")
    expect(page.locator(".writing-waiting")).to_contain_text("not sent yet")
    client.prompt(written, "Theirs")
    context.set_offline(False)
    until_true(lambda: any(one["name"].startswith("unsent-") for one in
                           client.get(f"sessions/{written}/branches")["branches"]), 15)
    name = next(one["name"] for one in client.get(f"sessions/{written}/branches")["branches"]
                if one["name"].startswith("unsent-"))
    until_true(lambda: said(name) == ["First", "Mine"])
    assert said() == ["First", "Theirs"]
    expect(page.locator(f"[data-lane={name}]")).to_be_visible()
    expect(page.locator(".toast", has_text="to be merged")).to_be_visible()
    expect(page.locator("#overlay")).to_contain_text(name)


def test_a_note_goes_behind_what_others_said_meanwhile(page, context, written, said, client):
    context.set_offline(True)
    write(page, "A remark", note=True)
    expect(page.locator(".writing-waiting")).to_contain_text("not sent yet")
    client.prompt(written, "Theirs")
    context.set_offline(False)
    until_true(lambda: said() == ["First", "Theirs", "A remark"], 15)


def test_a_reader_writes_nothing(page, client, server, project, browser, written, open_session):
    guest = f"guest-{project[:8]}"
    client.ask("PUT", f"projects/{project}/members/{guest}", {"role": "reader"})
    other = browser.new_context()
    reading = other.new_page()
    reading.goto(f"{server.url}/#token={server.token(guest)}")
    reading.wait_for_selector(".sidebar-heading")
    open_session(reading, written)
    expect(reading.locator("#writing textarea")).to_be_disabled()
    other.close()


def rename(page, session, title):
    """Gives the session that is seen another title, in its tab."""
    page.dblclick(".tab.active .tab-button")
    page.keyboard.press("Control+a")
    page.keyboard.type(title)
    page.keyboard.press("Enter")
