"""Beside the conversation: files, context, state and usage, each as of the moment."""

import json

from playwright.sync_api import expect

from waiting import until

READER = "/home/ana/tidycsv/tidycsv/reader.py"


def tree_row(page, name):
    """The row of the tree with this name."""
    return page.locator(".tree-row", has=page.get_by_text(name, exact=True))


def test_the_tree_is_as_of_the_moment_and_tells_what_the_turn_changed(page, sample, open_session):
    open_session(page, sample, "main@60")
    expect(page.locator(".tree")).to_contain_text("3 files, as of main@60")
    expect(page.locator(".tree-head")).to_contain_text("This turn changed 2 files")
    expect(tree_row(page, "reader.py").locator(".tree-lines")).to_have_text("+2−2")
    expect(tree_row(page, "test_quotes.py")).to_contain_text("247 B · @39")
    page.get_by_role("button", name="Changed only").click()
    expect(tree_row(page, "test_quotes.py")).to_have_count(0)
    expect(tree_row(page, "reader.py")).to_be_visible()
    open_session(page, sample, "main@8")
    expect(page.locator(".tree")).to_contain_text("This turn changed no file")


def test_the_tree_is_walked_with_the_keyboard(page, sample, open_session):
    open_session(page, sample, "main@60")
    expect(tree_row(page, "summary.py")).to_be_visible()
    page.locator(".tree").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(tree_row(page, "summary.py")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(tree_row(page, "summary.py")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(tree_row(page, "summary.py")).to_be_visible()
    expect(page.locator(".chip-moment")).to_have_text("main@60")


def test_the_tree_is_as_high_as_it_was_dragged(page, sample, open_session):
    open_session(page, sample, f"main@60?path={READER}")
    expect(tree_row(page, "summary.py")).to_be_visible()
    height = "document.querySelector('.tree-part').offsetHeight"
    before = page.evaluate(height)
    border = page.locator(".split-files").bounding_box()
    x, y = border["x"] + 100, border["y"] + border["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 90, steps=5)
    page.mouse.up()
    until(page, f"{height} === {before + 90}")
    page.focus(".split-files")
    page.keyboard.press("ArrowUp")
    until(page, f"{height} === {before + 74}")
    page.reload()
    expect(tree_row(page, "summary.py")).to_be_visible()
    until(page, f"{height} === {before + 74}")
    page.dblclick(".split-files")
    until(page, f"{height} === {before}")


def test_the_content_is_that_of_the_moment(page, sample, open_session):
    open_session(page, sample, "main@60")
    tree_row(page, "reader.py").click()
    page.get_by_role("button", name="Content").click()
    content = page.locator(".code-view")
    expect(content).to_contain_text("def parse_record(line):")
    expect(content.locator(".code-keyword").first).to_have_text("def")
    open_session(page, sample, f"main@57?path={READER}")
    expect(content).to_contain_text("def parse_line(line):")
    open_session(page, sample, f"main@10?path={READER}")
    expect(page.locator(".file-body")).to_contain_text("Not there at this moment")


def test_blame_names_the_prompt_and_leads_to_it(page, sample, open_session):
    open_session(page, sample, f"main@60?path={READER}")
    page.get_by_role("button", name="Blame").click()
    line = page.locator(".code-row", has_text="def parse_record(line):")
    expect(line).to_contain_class("is-new")
    who = line.locator(".blame-who")
    expect(who).to_contain_text("Write a short section")
    assert "tool:Edit" in who.get_attribute("title")
    expect(page.locator(".code-row").first.locator(".blame-who")).to_have_text("^ before")
    who.click()
    expect(page.locator(".chip-moment")).to_have_text("main@50")


def test_the_difference_is_of_the_turn_since_a_moment_or_of_the_session(
        page, sample, open_session):
    open_session(page, sample, f"main@60?path={READER}")
    page.get_by_role("button", name="Diff").click()
    body = page.locator(".file-body")
    expect(body).to_contain_text("since main@49")
    expect(body.locator(".diff-row.came")).to_have_count(2)
    page.get_by_role("button", name="session", exact=True).click()
    expect(body).to_contain_text("since main@1")
    page.get_by_role("button", name="since…").click()
    expect(body).to_contain_text("Since when?")
    page.get_by_label("The moment from which on").fill("main@58")
    page.keyboard.press("Enter")
    expect(body).to_contain_text("since main@58")
    page.get_by_label("The moment from which on").fill("main@60")
    page.keyboard.press("Enter")
    expect(body).to_contain_text("Unchanged")


def test_the_history_of_a_file_leads_to_each_change(page, sample, open_session):
    open_session(page, sample, f"main@60?path={READER}")
    page.get_by_role("button", name="History").click()
    changes = page.locator(".history-entry")
    expect(changes).to_have_count(3)
    expect(changes.first).to_contain_text("Write a short section")
    changes.last.click()
    expect(page.locator(".chip-moment")).to_have_text("main@25")
    expect(changes.first).to_contain_class("later")


def test_the_context_is_a_stack_with_shares_and_what_was_new(page, sample, open_session):
    open_session(page, sample, "main@60")
    page.click("#pane-context")
    pane = page.locator("#pane")
    expect(pane).to_contain_text("Context at main@60")
    expect(pane.locator(".seen-part.is-new")).to_contain_text("Edit")
    expect(pane.locator(".seen-part.is-new .seen-share")).to_contain_text("%")
    expect(pane.locator(".seen-part.is-earlier")).to_contain_text("README.md has a section")
    expect(pane.locator(".seen-bar")).to_have_attribute("aria-label", "Earlier 82 %, "
                                                        "New since the step before 18 %")
    pane.locator(".seen-part.is-new summary").first.click()
    expect(pane.locator(".seen-body .output")).to_contain_text('"new_string": "parse_record"')


def test_a_context_that_was_sent_shows_system_and_tools(page, client, project, open_session):
    made = client.session(project, "Sent", ("prompt.submitted", {"text": "Hi"}))
    body = {"model": "m1", "system": "You are brief.", "tools": [{"name": "Bash"}],
            "messages": [{"role": "user", "content": "Hi"}]}
    client.append(made, ("request.sent", {"ranges": [[3, 3]], "literals": [body]}))
    open_session(page, made)
    page.click("#pane-context")
    expect(page.locator("#pane")).to_contain_text("Context at main@4")
    shown = client.get(f"sessions/{made}/context", at="main@4")
    if "system" in json.loads(shown.get("text") or "{}"):
        expect(page.locator(".seen-part.is-system")).to_contain_text("You are brief.")


def test_settings_editor_explorer_and_terminal_are_as_they_were(
        page, client, project, open_session):
    made = client.session(
        project, "States", ("setting.changed", "model", {"value": "m1"}),
        ("editor.changed", "tab-1", {"value": {"path": "/x/reader.py", "active": True}}),
        ("explorer.changed", "/x", {"value": {"open": True}}),
        ("terminal.changed", "term-1", {"value": {"output": "\u001b[32mok\u001b[0m"}}),
        ("setting.changed", "model", {"value": "m2"}),
    )
    open_session(page, made)
    page.click("#pane-state")
    pane = page.locator("#pane")
    expect(pane).to_contain_text("m2")
    expect(pane.locator(".editor-tab.is-active")).to_have_text("reader.py")
    expect(pane.locator(".explorer")).to_contain_text("/x")
    expect(pane.locator(".terminal .ansi-2")).to_have_text("ok")
    open_session(page, made, "main@3", "?pane=state")
    expect(pane).to_contain_text("As of main@3")
    expect(pane).to_contain_text("m1")
    expect(pane).to_contain_text("No terminal was recorded.")
    pane.get_by_role("button", name="@3").click()
    expect(page.locator(".chip-moment")).to_have_text("main@3")


def test_usage_is_told_up_to_the_moment_by_model_tool_and_subagent(page, sample, open_session):
    open_session(page, sample, "main@61")
    page.click("#pane-usage")
    pane = page.locator("#pane")
    expect(pane).to_contain_text("Up to main@61")
    rolled = pane.locator(".total").first
    expect(rolled).to_contain_text("tokens, rolled up")
    assert int(rolled.locator("strong").inner_text().replace(",", "")) > 198_653
    expect(pane.locator(".chart")).to_have_count(2)
    models, tools, agents = (pane.locator(".bars").nth(index) for index in range(3))
    expect(models).to_contain_text("claude-sonnet-4-5-20250929")
    expect(tools.locator("tr").first).to_contain_text("Edit")
    expect(agents).to_contain_text("agent-7c41e9")
    agents.get_by_role("button", name="agent-7c41e9").click()
    expect(page.locator(".chip-moment")).to_contain_text("agent-7c41e9")


def test_a_column_of_a_chart_leads_to_its_moment(page, sample, open_session):
    open_session(page, sample, "main@61")
    page.click("#pane-usage")
    page.locator(".chart").first.locator(".chart-column").nth(9).click()
    expect(page.locator(".chip-moment")).to_have_text("main@18")


def test_panes_are_chosen_with_the_keyboard_and_stay(page, sample, open_session):
    open_session(page, sample, "main@61")
    page.locator("#pane-files").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#pane-context")).to_be_focused()
    expect(page.locator("#pane-context")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#pane-audit")).to_be_focused()
    until(page, "location.hash.includes('pane=audit')")
