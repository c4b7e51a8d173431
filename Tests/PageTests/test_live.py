"""A session that is being written, as somebody sees it who has it open."""

import re

import pytest
from playwright.sync_api import expect

from waiting import until


@pytest.fixture
def watched(client, project, page, open_session):
    """A session of one prompt, seen at its head."""
    session = client.session(project, "Being written", ("prompt.submitted", {"text": "Begin"}))
    open_session(page, session)
    expect(page.locator(".chip-moment")).to_have_text("main@3")
    page.wait_for_timeout(400)
    return session


def test_who_is_at_now_sees_what_comes_and_goes_with_it(page, client, watched):
    client.append(watched, ("response.received", {"text": "It begins."}))
    expect(page.locator(".chip-moment")).to_have_text("main@4")
    expect(page.locator("#conversation")).to_contain_text("It begins.")
    expect(page.locator(".timeline-board")).to_have_attribute("aria-valuemax", "4")
    expect(page.locator("[data-lane=main]")).to_contain_text("4")


def test_who_is_in_the_past_stays_there_and_is_told(page, client, watched):
    client.append(watched, ("note.added", {"text": "one"}), ("note.added", {"text": "two"}))
    expect(page.locator(".chip-moment")).to_have_text("main@5")
    page.locator(".timeline-board").focus()
    page.keyboard.press("Home")
    expect(page.locator(".chip-moment")).to_have_text("main@1")
    client.append(watched, ("note.added", {"text": "three"}), ("note.added", {"text": "four"}))
    now = page.get_by_role("button", name="2 new events · Now")
    expect(now).to_be_visible()
    expect(page.locator(".chip-moment")).to_have_text("main@1")
    now.click()
    expect(page.locator(".chip-moment")).to_have_text("main@7")
    expect(now).to_be_hidden()


def test_an_answer_that_streams_is_shown_as_it_comes(page, client, watched):
    def piece(number, text):
        client.ask("POST", f"sessions/{watched}/events", {"expecting": "any", "events": [{
            "type": "response.streamed", "eventid": f"a/{number}", "actor": "model:m1",
            "data": {"text": text, "gen_ai.response.model": "m1"}}]})

    piece(1, "The reader ")
    line = page.locator(".live-line")
    expect(line).to_have_text("m1 is answering")
    expect(page.locator("#conversation")).to_contain_text("The reader")
    piece(2, "looks ahead.")
    expect(page.locator("#conversation")).to_contain_text("The reader looks ahead.")
    client.ask("POST", f"sessions/{watched}/events", {"expecting": "any", "events": [{
        "type": "response.received", "eventid": "a", "actor": "model:m1",
        "data": {"text": "The reader looks ahead, always."}}]})
    expect(line).to_be_hidden()
    expect(page.locator("#conversation")).to_contain_text("looks ahead, always.")


def test_who_comes_while_an_answer_streams_is_told(page, client, project, open_session):
    session = client.session(project, "Midway", ("prompt.submitted", {"text": "Begin"}))
    client.ask("POST", f"sessions/{session}/events", {"expecting": "any", "events": [{
        "type": "response.streamed", "eventid": "b/1", "actor": "model:m2",
        "data": {"text": "", "thinking": "Hm."}}]})
    open_session(page, session)
    expect(page.locator(".live-line")).to_have_text("m2 is thinking")


def test_what_others_fork_and_call_differently_shows(page, client, watched):
    client.ask("POST", f"sessions/{watched}/branches", {"name": "theirs", "from": "main@2"})
    expect(page.locator("[data-lane=theirs]")).to_be_visible()
    client.ask("PATCH", f"sessions/{watched}/branches/theirs", {"name": "ours"})
    expect(page.locator("[data-lane=ours]")).to_be_visible()
    expect(page.locator("[data-lane=theirs]")).to_have_count(0)


def test_a_stream_that_breaks_is_taken_up_where_it_was(page, context, client, watched):
    context.set_offline(True)
    page.wait_for_timeout(200)
    client.append(watched, ("note.added", {"text": "Said meanwhile."}))
    context.set_offline(False)
    expect(page.locator("#conversation")).to_contain_text("Said meanwhile.", timeout=15000)
    expect(page.locator(".chip-moment")).to_have_text("main@4")


def test_a_session_that_is_deleted_is_said_to_be_gone(page, client, watched):
    asked = until(page, "1") and client.get(f"sessions/{watched}")
    assert asked["title"] == "Being written"
    page.allowed.append("The session")
    import urllib.request
    request = urllib.request.Request(f"{client.base}/api/sessions/{watched}")
    request.add_header("Authorization", f"Bearer {client.token}")
    with urllib.request.urlopen(request) as answer:
        tag = answer.headers["ETag"]
    client.ask("DELETE", f"sessions/{watched}", headers={"If-Match": tag})
    expect(page.locator(".toast")).to_contain_text(re.compile("is not there any more"),
                                                   timeout=15000)
