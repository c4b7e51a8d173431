"""What lies over the page: comparing, merging, continuing in a tool, exporting."""

import json

from playwright.sync_api import expect

READER = "/home/ana/tidycsv/tidycsv/reader.py"


def conflicting(client, session):
    """Makes two branches that changed the same line and the same setting."""
    text = client.get(f"sessions/{session}/content", path=READER, at="main")["text"]
    client.ask("POST", f"sessions/{session}/branches", {"name": "rename", "from": "main"})
    for branch, name, model in [
        ("rename", "parse_row", "m-theirs"), ("main", "parse_one", "m-ours"),
    ]:
        client.append(
            session, ("prompt.submitted", {"text": f"Call it {name}."}),
            ("file.changed", READER, {"content": text.replace("def parse_record", f"def {name}")}),
            ("setting.changed", "model", {"value": model}), branch=branch)


def sheet(page, kind):
    """The sheet of a kind."""
    return page.locator(f"dialog.is-{kind}")


def test_two_branches_are_compared_from_where_they_part(page, sample, client, open_session):
    conflicting(client, sample)
    open_session(page, sample)
    page.keyboard.press("c")
    compare = sheet(page, "compare")
    compare.get_by_label("To moment").fill("rename")
    page.keyboard.press("Enter")
    columns = compare.locator(".compare-column")
    expect(columns.first).to_contain_text("Call it parse_one.")
    expect(columns.last).to_contain_text("Call it parse_row.")
    expect(columns.last).not_to_contain_text("Call it parse_one.")
    compare.get_by_role("button", name="Files 1").click()
    expect(compare.locator(".compare-file")).to_contain_text("reader.py")
    expect(compare.locator(".diff-row.came")).to_contain_text("def parse_row(line):")
    compare.get_by_role("button", name="Settings").click()
    expect(compare.locator("tbody tr", has_text="model")).to_contain_text("m-theirs")
    compare.get_by_role("button", name="Usage").click()
    expect(compare.locator("tbody tr").first).to_contain_text("Prompts")
    page.keyboard.press("Escape")
    expect(compare).to_have_count(0)


def test_two_moments_of_one_line_are_compared(page, sample, open_session):
    open_session(page, sample, "main@56")
    page.get_by_role("button", name="Compare").click()
    compare = sheet(page, "compare")
    expect(compare.get_by_label("From moment")).to_have_value("main@56")
    expect(compare.locator(".compare-column").first).to_contain_text("Nothing was said here")
    expect(compare.locator(".compare-column").last).to_contain_text("in the reader and in the")


def test_two_sessions_are_compared_from_their_first_divergence(
        page, client, project, open_session):
    said = ("prompt.submitted", {"text": "The same question"})
    one = client.session(project, "First try", said, ("response.received", {"text": "Answer one"}))
    client.session(project, "Second try", said, ("response.received", {"text": "Answer two"}))
    page.reload()
    page.wait_for_selector(".sidebar-heading")
    open_session(page, one)
    page.keyboard.press("c")
    compare = sheet(page, "compare")
    compare.get_by_label("To session").select_option(label="Second try")
    compare.get_by_label("From moment").fill("main")
    page.keyboard.press("Enter")
    columns = compare.locator(".compare-column")
    expect(columns.last).to_contain_text("Answer two")
    expect(columns.first).to_contain_text("Answer one")


def test_a_merge_shows_what_is_taken_over_and_is_committed_when_conflicts_are_answered(
        page, sample, client, open_session):
    conflicting(client, sample)
    open_session(page, sample)
    page.get_by_role("button", name="Merge…").click()
    merge = sheet(page, "merge")
    expect(merge.get_by_label("Take over from")).to_have_value("rename")
    expect(merge).to_contain_text("2 conflicts")
    expect(merge).to_contain_text("Call it parse_row.")
    commit = merge.get_by_role("button", name="Commit into main")
    expect(commit).to_be_disabled()
    file = merge.locator(".conflict", has_text="reader.py")
    setting = merge.locator(".conflict", has_text="model")
    expect(file.locator(".merge-side").first).to_contain_text("def parse_one(line):")
    expect(file.locator(".merge-side").last).to_contain_text("def parse_row(line):")
    setting.get_by_role("button", name="Theirs").click()
    expect(merge).to_contain_text("1 conflict to answer")
    file.get_by_role("button", name="Edit").click()
    field = merge.get_by_label("What the file shall hold")
    assert "<<<<<<< ours" in field.input_value()
    expect(commit).to_be_disabled()
    field.fill("def parse_both(line):\n    pass\n")
    expect(commit).to_be_enabled()
    commit.click()
    expect(merge).to_have_count(0)
    expect(page.locator(".toast")).to_contain_text("Merged rename")
    content = client.get(f"sessions/{sample}/content", path=READER, at="main")
    assert content["text"] == "def parse_both(line):\n    pass\n"
    expect(page.locator("#conversation .merged").last).to_contain_text("rename@")


def test_ours_base_and_theirs_are_answers(page, sample, client, open_session):
    conflicting(client, sample)
    open_session(page, sample)
    page.keyboard.press("m")
    merge = sheet(page, "merge")
    merge.locator(".conflict", has_text="model").get_by_role("button", name="Ours").click()
    merge.locator(".conflict", has_text="reader.py").get_by_role("button", name="Base").click()
    merge.get_by_role("button", name="Commit into main").click()
    expect(merge).to_have_count(0)
    assert "def parse_record" in client.get(
        f"sessions/{sample}/content", path=READER, at="main")["text"]


def test_a_merge_of_what_is_there_already_says_so(page, sample, open_session):
    open_session(page, sample)
    page.keyboard.press("m")
    merge = sheet(page, "merge")
    expect(merge).to_contain_text("Nothing to take over")
    expect(merge.get_by_role("button", name="Commit into main")).to_be_disabled()


def test_the_command_that_continues_is_exact_and_copied(page, sample, open_session):
    open_session(page, sample, "main@61")
    page.get_by_role("button", name="Continue from here").click()
    cont = sheet(page, "continue")
    lines = cont.locator(".command-line")
    expect(lines.first).to_contain_text(
        "session resume Quoted-fields-in-tidycsv.session main@61 --with claude-code")
    expect(lines.last).to_contain_text("-o ~/.claude/projects/-home-ana-tidycsv/")
    cont.get_by_role("button", name="Codex").click()
    lines.first.get_by_role("button", name="Copy").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "session resume Quoted-fields-in-tidycsv.session main@61 --with codex"
    with page.expect_download() as saved:
        cont.get_by_role("button", name="Save Quoted-fields-in-tidycsv.session").click()
    assert open(saved.value.path(), "rb").read(15) == b"SQLite format 3"


def exported(page, form, extent=None, is_open=False):
    """Exports, and gives the file's name and bytes."""
    if not is_open:
        page.keyboard.press("e")
    out = sheet(page, "export")
    if extent:
        out.get_by_text(extent).click()
    out.locator(".export-choice", has=page.get_by_text(form, exact=True)).click()
    with page.expect_download(timeout=30_000) as saved:
        out.get_by_role("button", name="Export").click()
    expect(out.get_by_role("status")).to_contain_text("Written")
    page.keyboard.press("Escape")
    return saved.value.suggested_filename, open(saved.value.path(), "rb").read()


def test_sessions_are_exported_in_every_format_of_the_server(page, sample, open_session):
    open_session(page, sample, "main@61")
    name, data = exported(page, ".session", "The whole session")
    assert name.endswith(".session") and data.startswith(b"SQLite format 3")
    name, data = exported(page, "Markdown", "Up to main@61")
    assert name.endswith(".md") and b"parse_record" in data
    name, data = exported(page, "Claude Code", "The whole session")
    assert b'"type":"user"' in data
    name, data = exported(page, "CloudEvents")
    assert json.loads(data.splitlines()[0])["specversion"] == "1.0"
    page.keyboard.press("e")
    others = sheet(page, "export").locator(".export-others")
    expect(others.get_by_text("Gemini CLI")).to_be_hidden()
    others.locator("summary").click()
    expect(others.get_by_text("Gemini CLI")).to_be_visible()


def test_a_range_becomes_one_page_that_opens_offline_and_runs_nothing(
        page, context, client, project, open_session, tmp_path):
    hostile = "<script>window.ran = 1</script><img src=x onerror='window.ran=1'>"
    made = client.session(
        project, hostile, ("prompt.submitted", {"text": "Before"}),
        ("prompt.submitted", {"text": f"Inside {hostile}"}),
        ("tool.called", {"gen_ai.tool.name": "Bash", "gen_ai.tool.call.id": "1",
                         "gen_ai.tool.call.arguments": {"command": "ls"}}),
        ("tool.returned", {"gen_ai.tool.name": "Bash", "gen_ai.tool.call.id": "1",
                           "gen_ai.tool.call.result": f"the result {hostile}"}),
        ("response.received", {"text": "**Done**"}), ("prompt.submitted", {"text": "Behind"}))
    open_session(page, made, "main@4")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    page.get_by_role("toolbar", name="Chosen range").get_by_role("button", name="Export…").click()
    name, data = exported(page, "HTML", "main@4–7", is_open=True)
    assert name.endswith(".html")
    (tmp_path / "out.html").write_bytes(data)
    opened = context.new_page()
    asked = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto((tmp_path / "out.html").as_uri())
    expect(opened.locator("body")).to_contain_text("Inside <script>")
    expect(opened.locator("body")).not_to_contain_text("Before")
    expect(opened.locator("body")).not_to_contain_text("Behind")
    expect(opened.locator("strong", has_text="Done")).to_be_visible()
    opened.locator("details summary").first.click()
    expect(opened.locator("details").first).to_contain_text("the result <script>")
    assert opened.evaluate("window.ran") is None
    assert len(asked) == 1, asked
    assert opened.locator("script, img[src='x'], iframe").count() == 0
    opened.close()


def test_a_sheet_is_closed_by_escape_and_gives_the_focus_back(page, sample, open_session):
    open_session(page, sample, "main@61")
    page.get_by_role("button", name="Compare").focus()
    page.keyboard.press("Enter")
    expect(sheet(page, "compare")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet(page, "compare")).to_have_count(0)
    expect(page.get_by_role("button", name="Compare")).to_be_focused()


def test_compare_stands_beside_the_page_where_it_is_wide(page, sample, open_session):
    page.set_viewport_size({"width": 2000, "height": 1000})
    open_session(page, sample, "main@56")
    page.keyboard.press("c")
    expect(sheet(page, "compare")).to_contain_class("beside")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".chip-moment")).to_have_text("main@57")
