"""The conversation: read at a moment, travelled by its cards, whatever it holds drawn as text."""

import json

from playwright.sync_api import expect

from waiting import until

READER = "/home/ana/tidycsv/tidycsv/reader.py"


def entry(page, revision):
    """The element of an event."""
    return page.locator(f"#conversation .entry[data-revision='{revision}']")


def answered(client, project, text, **more):
    """A session in which a model answered this."""
    return client.session(
        project, "Answers", ("prompt.submitted", {"text": "Go on."}),
        ("response.received", {"text": text} | more),
    )


def returned(client, project, result, name="Bash", arguments=None, **more):
    """A session in which a tool returned this."""
    call = {"gen_ai.tool.name": name, "gen_ai.tool.call.id": "c1",
            "gen_ai.tool.call.arguments": arguments or {"command": "make"}}
    back = {"gen_ai.tool.name": name, "gen_ai.tool.call.id": "c1",
            "gen_ai.tool.call.result": result} | more
    return client.session(
        project, "Tools", ("prompt.submitted", {"text": "Go on."}), ("tool.called", call),
        ("tool.returned", back),
    )


def test_the_event_of_the_moment_is_outlined_and_what_lies_behind_it_is_grey(
        page, sample, open_session):
    open_session(page, sample, "main@60")
    here = page.locator("#conversation .entry.here")
    expect(here).to_have_count(1)
    expect(here).to_have_attribute("data-revision", "58")
    expect(here).to_contain_text("reader.py")
    expect(here).to_be_in_viewport()
    expect(entry(page, 61)).to_contain_class("later")
    expect(entry(page, 61)).to_be_visible()
    expect(entry(page, 55)).not_to_contain_class("later")


def test_a_click_on_a_card_travels_to_the_end_of_what_it_did(page, sample, open_session):
    open_session(page, sample, "main@60")
    entry(page, 55).locator(".card-head").click()
    expect(page.locator(".chip-moment")).to_have_text("main@57")
    expect(entry(page, 55)).to_contain_class("here")
    entry(page, 63).locator("p").first.click()
    expect(page.locator(".chip-moment")).to_have_text("main@63")


def test_a_turn_says_who_when_and_what_it_cost(page, sample, open_session):
    open_session(page, sample, "main@50")
    head = entry(page, 50).locator(".turn-head")
    expect(head).to_contain_text("Turn 4")
    expect(head).to_contain_text("5 tools · 2 files")
    expect(head.locator(".turn-cost")).to_contain_text("tokens")
    assert "2026" in head.locator("time").get_attribute("title")


def test_a_card_opens_with_its_result_and_says_how_long_it_took(page, sample, open_session):
    open_session(page, sample, "main@61")
    card = entry(page, 61)
    expect(card.locator(".card-time")).to_have_text("3.1 s")
    expect(card.locator(".glimpse")).to_have_text(".... 4 passed in 0.03s")
    card.locator(".card-head").focus()
    page.keyboard.press("Enter")
    expect(card.locator(".card-head")).to_have_attribute("aria-expanded", "true")
    expect(card.locator(".result")).to_contain_text("4 passed in 0.03s")
    expect(card.locator(".given")).to_contain_text("git commit")
    card.locator(".card-head").click()
    expect(card.locator(".result")).to_have_count(0)


def test_a_failed_call_is_told_by_a_word_and_not_by_colour_alone(page, sample, open_session):
    open_session(page, sample, "main@54")
    expect(entry(page, 53).locator(".card-state")).to_have_text("failed")
    expect(entry(page, 53)).to_contain_text("String to replace not found")


def test_an_edit_is_shown_with_its_difference(page, sample, open_session):
    open_session(page, sample, "main@60")
    card = entry(page, 58)
    expect(card.locator(".card-counts")).to_have_text("+2−2")
    expect(card.locator(".diff-row.went").first).to_contain_text("def parse_line(line):")
    expect(card.locator(".diff-row.came").first).to_contain_text("def parse_record(line):")


def test_what_a_person_changed_by_hand_is_shown_with_its_difference(page, sample, open_session):
    open_session(page, sample, "idea@32")
    card = page.locator("#conversation .card", has_text="notes.md")
    expect(card.locator(".diff-row.came").first).to_contain_text("# Ideas")


def test_a_call_leads_to_the_subagent_and_the_subagent_back(page, sample, open_session):
    open_session(page, sample, "main@46")
    entry(page, 44).locator(".branch-link").click()
    expect(page.locator(".chip-moment")).to_contain_text("agent-7c41e9@45")
    expect(page.locator(".conversation-bar")).to_contain_text("agent-7c41e9")
    expect(page.locator("#conversation .fork-line")).to_contain_text("works from here")
    page.click("#back-to-call")
    expect(page.locator(".chip-moment")).to_have_text("main@44")
    expect(entry(page, 44)).to_contain_class("here")


def test_thinking_has_a_voice_of_its_own_or_is_said_not_to_be_recorded(
        page, sample, client, project, open_session):
    open_session(page, sample, "main@33")
    expect(entry(page, 33).locator(".thinking")).to_contain_text("one character ahead")
    lines = [
        {"type": "user", "uuid": "a", "parentUuid": None, "sessionId": "s", "timestamp":
            "2026-03-14T09:00:00.000Z", "message": {"role": "user", "content": "Go"}},
        {"type": "assistant", "uuid": "b", "parentUuid": "a", "sessionId": "s", "timestamp":
            "2026-03-14T09:00:01.000Z", "message": {"role": "assistant", "model": "m", "content": [
                {"type": "thinking", "thinking": "", "signature": "x"}]}},
    ]
    raw = "\n".join(json.dumps(line) for line in lines).encode()
    made = client.ask("POST", f"imports?project={project}", raw=raw)["session"]
    open_session(page, made)
    expect(page.locator("#conversation .not-recorded")).to_have_text("Thinking, not recorded")


def test_commands_are_shown_as_commands(page, sample, open_session):
    open_session(page, sample, "main@68")
    command = entry(page, 67).locator(".slash-command")
    expect(command).to_contain_text("/exit")
    expect(entry(page, 67)).not_to_contain_text("command-name")
    expect(entry(page, 68).locator(".remark")).to_have_text("See you!")


def test_bookkeeping_is_hidden_until_somebody_asks(page, sample, open_session):
    open_session(page, sample, "main@33")
    expect(entry(page, 31)).to_have_count(0)
    page.keyboard.press("b")
    expect(entry(page, 31)).to_contain_text("permissionMode")
    page.keyboard.press("b")
    expect(entry(page, 31)).to_have_count(0)


def test_an_event_is_shown_as_json_and_copied_as_it_reads(page, sample, open_session):
    open_session(page, sample, "main@63")
    said = entry(page, 63)
    said.hover()
    said.get_by_role("button", name="JSON").click()
    expect(said.locator(".raw")).to_contain_text('"type": "response.received"')
    said.get_by_role("button", name="Copy").click()
    assert "`parse_line` is `parse_record` now" in page.evaluate("navigator.clipboard.readText()")
    said.get_by_role("button", name="JSON").click()
    expect(said.locator(".raw")).to_have_count(0)


def test_markdown_is_drawn_as_it_is_meant(page, client, project, open_session):
    text = (
        "# Title\n\nSome **bold**, *soft*, ~~gone~~ and `code`.\n\n- [x] done\n- [ ] open\n\n"
        "1. one\n2. two\n\n> said\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n"
        "```python\ndef f():\n    return 'x'  # why\n```\n\n[page](https://example.org/x)"
    )
    open_session(page, answered(client, project, text))
    drawn = page.locator("#conversation .markdown")
    expect(drawn.locator("h3")).to_have_text("Title")
    expect(drawn.locator("strong")).to_have_text("bold")
    expect(drawn.locator("em")).to_have_text("soft")
    expect(drawn.locator("del")).to_have_text("gone")
    expect(drawn.locator("p code")).to_have_text("code")
    expect(drawn.locator(".task-box").first).to_have_attribute("aria-label", "done")
    expect(drawn.locator("ol > li")).to_have_count(2)
    expect(drawn.locator("blockquote")).to_have_text("said")
    expect(drawn.locator("td").last).to_have_css("text-align", "right")
    expect(drawn.locator(".code-keyword").first).to_have_text("def")
    expect(drawn.locator(".code-string")).to_have_text("'x'")
    expect(drawn.locator(".code-comment")).to_have_text("# why")
    link = drawn.locator("a")
    expect(link).to_have_attribute("href", "https://example.org/x")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    drawn.locator(".copy").click()
    assert page.evaluate("navigator.clipboard.readText()").startswith("def f():")


def test_colours_of_a_terminal_are_colours(page, client, project, open_session):
    output = "\u001b[31mred\u001b[0m \u001b[1;32mgreen\u001b[0m\u001b[2J\u001b]0;title\u0007 end"
    open_session(page, returned(client, project, output))
    page.locator("#conversation .card-head").click()
    result = page.locator("#conversation .result .output")
    expect(result).to_have_text("red green end")
    expect(result.locator(".ansi-1")).to_have_text("red")
    expect(result.locator(".ansi-2.ansi-bold")).to_have_text("green")


def test_a_picture_of_a_result_is_shown_and_fills_the_screen(page, client, project, open_session):
    dot = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5"
           "ErkJggg==")
    blocks = [
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": dot}},
        {"type": "image", "source": {"type": "base64", "media_type": "image/svg+xml",
                                     "data": "PHN2Zz48L3N2Zz4="}},
    ]
    open_session(page, returned(client, project, blocks, name="Screenshot"))
    page.locator("#conversation .card-head").click()
    picture = page.locator("#conversation .picture")
    expect(picture).to_have_count(1)
    assert until(page, "document.querySelector('.picture img').naturalWidth") == 1
    expect(page.locator("#conversation .result")).to_contain_text("image/svg+xml is not shown")
    picture.click()
    expect(page.locator("dialog.full img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.full")).to_have_count(0)


def test_a_result_of_2_mb_is_folded_and_all_of_it_can_be_seen(page, client, project, open_session):
    lines = [f"line {number} " + "x" * 80 for number in range(22_000)] + ["the very end"]
    open_session(page, returned(client, project, "\n".join(lines)))
    page.locator("#conversation .card-head").click(timeout=120_000)
    show = page.get_by_role("button", name="Show all 2.0 MB")
    expect(show).to_be_visible(timeout=120_000)
    show.click()
    frame = page.locator("#conversation .output.frame")
    expect(frame.locator(".output-line").first).to_contain_text("line 0 ")
    assert frame.locator(".output-line").count() < 200
    frame.hover()
    until(page, """() => {
        const node = document.querySelector("#conversation .output.frame");
        node.scrollTo(0, node.scrollHeight);
        return node.textContent.endsWith("the very end");
    }""")
    page.get_by_role("button", name="Full screen").last.click()
    full = page.locator("dialog.full")
    expect(full.locator(".output-line").first).to_contain_text("line 0 ")
    page.keyboard.press("Escape")
    expect(full).to_have_count(0)


def test_a_long_conversation_draws_what_is_seen_and_scrolls_both_ways(
        page, client, project, open_session):
    made = client.session(project, "Long")
    for start in range(0, 1200, 400):
        client.append(made, *[
            ("prompt.submitted", {"text": f"Prompt {number}"}) if number % 4 == 0
            else ("response.received", {"text": f"Answer **{number}** " + "word " * (number % 90)})
            for number in range(start, start + 400)
        ])
    open_session(page, made)
    expect(page.locator("#conversation")).to_contain_text("Answer 1199")
    scroll = page.locator(".conversation-scroll")
    scroll.hover()
    for _ in range(6):
        page.mouse.wheel(0, -2000)
        page.wait_for_timeout(60)
    before = scroll.evaluate("(node) => node.querySelectorAll('.list-row').length")
    assert before < 150, before
    scroll.evaluate("(node) => node.scrollTo(0, 0)")
    expect(page.locator("#conversation")).to_contain_text("Prompt 0")
    page.keyboard.press("End")
    expect(page.locator("#conversation")).to_contain_text("Answer 1199")


def test_what_is_read_stays_in_place_while_rows_above_are_measured(
        page, client, project, open_session):
    made = client.session(project, "Heights")
    client.append(made, *[
        ("response.received", {"text": f"Answer {number}\n\n" + "- a line\n" * (number * 7 % 23)})
        for number in range(300)
    ])
    open_session(page, made, "main@150")
    here = page.locator("#conversation .entry.here")
    expect(here).to_be_in_viewport()
    page.wait_for_timeout(400)
    first = here.bounding_box()["y"]
    page.wait_for_timeout(800)
    assert abs(here.bounding_box()["y"] - first) < 2


def test_an_answer_in_pieces_is_one_answer(page, client, project, open_session):
    made = client.session(project, "Streams", ("prompt.submitted", {"text": "Go on."}))
    body = {"branch": "main", "expecting": "any", "events": [
        {"type": "response.streamed", "actor": "model:m1", "eventid": f"a/{number}",
         "data": {"text": text}}
        for number, text in enumerate(["Half an ", "answer, ", "**unfinished"], 1)
    ]}
    client.ask("POST", f"sessions/{made}/events", body)
    open_session(page, made)
    expect(page.locator("#conversation .is-answer")).to_have_count(1)
    expect(page.locator("#conversation .is-answer .markdown")).to_have_text(
        "Half an answer, **unfinished")


def test_new_events_come_in_and_the_past_stays_where_it_is(
        page, sample, client, open_session):
    open_session(page, sample)
    client.append(sample, ("response.received", {"text": "Just came in."}))
    expect(page.locator("#conversation")).to_contain_text("Just came in.")
    open_session(page, sample, "main@33")
    place = entry(page, 33).bounding_box()["y"]
    client.append(sample, ("response.received", {"text": "And one more."}))
    expect(page.locator(".chip-moment")).to_have_text("main@33")
    page.wait_for_timeout(1200)
    assert abs(entry(page, 33).bounding_box()["y"] - place) < 2


def test_a_session_in_which_nothing_was_said_says_what_to_do(page, client, project, open_session):
    open_session(page, client.session(project, "Empty"))
    expect(page.locator("#conversation .state")).to_contain_text("Nothing was said yet")


def test_a_conversation_that_cannot_be_loaded_says_so_and_is_tried_again(
        page, sample, open_session):
    page.route("**/matches?**", lambda route: route.fulfill(
        status=503, content_type="application/problem+json",
        body=json.dumps({"type": "about:blank", "title": "Busy", "status": 503, "code": "busy",
                         "detail": "Too busy"})))
    page.evaluate("(hash) => { location.hash = hash; }", f"#/{sample}/main@40")
    expect(page.locator("#conversation .state.error")).to_contain_text("Too busy")
    page.unroute("**/matches?**")
    page.get_by_role("button", name="Try again").first.click()
    expect(entry(page, 40)).to_be_visible()


def test_what_is_searched_for_is_marked_where_it_stands(page, sample, open_session):
    open_session(page, sample, "main@63")
    expect(entry(page, 63)).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("parse_record")
    until(page, """() => [...CSS.highlights.get("found")].some((range) =>
        range.toString() === "parse_record" && range.startContainer.parentElement.closest(
            "[data-revision='63']"))""")
