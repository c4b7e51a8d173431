"""What a session holds may be meant to harm: it is shown, and nothing of it runs."""

import pytest
from playwright.sync_api import expect

from waiting import until

PAYLOADS = [
    "<script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    "<svg onload='window.ran = 1'><script>window.ran = 1</script></svg>",
    "<iframe srcdoc='<script>parent.ran = 1</script>'></iframe>",
    "[click](javascript:window.ran=1)",
    "[click](<java\tscript:window.ran=1>)",
    "[click](JaVaScRiPt:window.ran=1) [x](data:text/html,<script>opener.ran=1</script>)",
    "![i](javascript:window.ran=1) ![j](https://evil.example/track.png)",
    "<a href='javascript:window.ran=1'>x</a> <javascript:window.ran=1>",
    "```html\n<script>window.ran = 1</script>\n```",
    "`<b onmouseover=window.ran=1>`",
    "| <script>window.ran=1</script> | b |\n|---|---|\n| <img src=x onerror=window.ran=1> | c |",
    "# <img src=x onerror=window.ran=1>",
    "</textarea></title></style><script>window.ran=1</script>",
    "{{constructor.constructor('window.ran=1')()}} ${window.ran=1}",
]


def everywhere(text):
    """Events that hold a text wherever one can."""
    return [
        ("prompt.submitted", {"text": text}),
        ("response.received", {"text": text, "thinking": text}),
        ("tool.called", {"gen_ai.tool.name": text, "gen_ai.tool.call.id": "1",
                         "gen_ai.tool.call.arguments": {text: text, "command": text}}),
        ("tool.returned", {"gen_ai.tool.name": text, "gen_ai.tool.call.id": "1",
                           "gen_ai.tool.call.result": text, "error.type": text}),
        ("file.changed", f"dir/{text[:60]}.html".replace("\n", " "), {"content": text}),
        ("setting.changed", text[:60], {"value": text}),
        ("editor.changed", "tab", {"value": {"title": text, "active": True}}),
        ("terminal.changed", "t1", {"value": {"output": text}}),
        ("explorer.changed", text[:60], {"value": text}),
        ("note.added", {"text": text}),
        ("response.failed", {"error.type": text, "message": text}),
    ]


def nothing_ran(page):
    """That nothing of the session was run, fetched or made an element."""
    assert page.evaluate("window.ran") is None
    assert page.evaluate("""() => [...document.querySelectorAll(
        '#conversation *, #side *, dialog *')].filter((node) =>
        /^(script|iframe|object|embed|link|base|form)$/i.test(node.localName)
        || [...node.attributes].some((one) => /^on/i.test(one.name)
            || /^\\s*javascript:/i.test(one.value))).length""") == 0


@pytest.mark.parametrize("text", PAYLOADS)
def test_hostile_text_is_shown_and_nothing_runs(page, client, project, open_session, text):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    made = client.session(project, text.replace("\n", " ")[:80], *everywhere(text))
    page.allowed = []
    open_session(page, made)
    expect(page.locator("#conversation .is-failure")).to_be_visible()
    for head in page.locator("#conversation .card-head:is(button)").all():
        head.click()
    for link in page.locator("#conversation .no-link").all():
        link.click()
    for pane in ["files", "context", "state", "usage", "audit"]:
        page.click(f"#pane-{pane}")
        expect(page.locator("#pane :not(.waiting)").first).to_be_visible()
        page.wait_for_timeout(150)
        nothing_ran(page)
    assert not [url for url in asked if url.startswith("https://evil.example")]


def test_links_lead_to_pages_and_people_alone(page, client, project, open_session):
    text = ("[a](https://a.example) [b](http://b.example) [c](mailto:c@c.example) "
            "[d](javascript:1) [e](file:///etc/passwd) [f](//evil.example) [g](ftp://x) "
            "[h](rel.md)")
    made = client.session(project, "Links", ("response.received", {"text": text}))
    open_session(page, made)
    links = page.locator("#conversation .markdown a")
    expect(links).to_have_count(3)
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://a.example/", "http://b.example/", "mailto:c@c.example"]
    expect(page.locator("#conversation .no-link")).to_have_count(5)
    for link in links.all():
        assert link.get_attribute("rel") == "noopener noreferrer"


def test_text_that_runs_backwards_reaches_no_further_than_itself(
        page, client, project, open_session):
    text = "user \u202etxt.exe\u202c \u2066x\u2069 \u061c"
    made = client.session(project, f"T {text}", ("prompt.submitted", {"text": text}),
                          ("response.received", {"text": text}))
    open_session(page, made)
    for part in page.locator("#conversation .is-prompt, #conversation .is-answer").all():
        expect(part.locator(".unseen").first).to_have_text("U+202E")
        expect(part.locator(".unseen").first).to_have_attribute(
            "title", "U+202E right-to-left override")
    seen = page.locator("#conversation").inner_text()
    assert not [sign for sign in "\u202e\u202c\u2066\u2069\u061c" if sign in seen]


def test_signs_that_nobody_sees_are_made_visible(page, client, project, open_session):
    made = client.session(project, "Hidden", ("response.received",
                          {"text": "pass\u200bword `co\u2060de` \u0007 \ufeffend 👩‍💻"}))
    open_session(page, made)
    said = page.locator("#conversation .is-answer .markdown")
    expect(said).to_have_text("passU+200Bword coU+2060de U+0007 U+FEFFend 👩‍💻")
    expect(said.locator(".unseen")).to_have_count(4)


def test_a_line_of_a_megabyte_is_folded_and_costs_no_pause(page, client, project, open_session):
    huge = "x" * 1_000_000
    made = client.session(project, "Huge", ("prompt.submitted", {"text": "Go"}),
                          ("response.received", {"text": huge}))
    open_session(page, made)
    expect(page.get_by_role("button", name="Show all 1.0 MB")).to_be_visible(timeout=40_000)
    assert page.locator("#conversation .is-answer").bounding_box()["height"] < 6000
    page.get_by_role("button", name="Show all 1.0 MB").click()
    expect(page.locator("#conversation .output.frame .output-line").first).to_be_visible()
    took = page.evaluate("""async () => {
        const start = performance.now();
        document.querySelector('.output.frame').scrollTop = 4000;
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        return performance.now() - start;
    }""")
    assert took < 1000, took


def test_a_page_of_marks_without_end_does_not_hang(page, client, project, open_session):
    texts = ["[" * 50_000, "*a" * 30_000, "> " * 3_000, "`" * 40_000, "\u202e" * 20_000]
    made = client.session(project, "Marks", *[
        ("response.received", {"text": text}) for text in texts])
    open_session(page, made)
    until(page, "document.querySelectorAll('#conversation .is-answer').length > 0", seconds=20)
    nothing_ran(page)
