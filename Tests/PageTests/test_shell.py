"""The frame of the page: header, status, widths, narrow screens, signing in, errors."""

import re

from playwright.sync_api import expect

from waiting import until


def test_the_header_says_where_one_is_and_how_far_back(sample, page, open_session):
    open_session(page, sample, "main@61")
    expect(page.locator("#header")).to_contain_text("tidycsv /")
    expect(page.locator(".header-title")).to_have_text("Quoted fields in tidycsv")
    chip = page.locator(".moment-chip")
    expect(chip).to_contain_text("main@61")
    expect(chip).to_contain_text(re.compile(r"14 Mar \d{4} 09:36:\d\d|14 March 09:36:\d\d"))
    expect(chip).to_contain_text("12 back from now")
    assert "2026" in chip.locator("time").get_attribute("title")


def test_now_leads_to_the_head_and_stays_there_as_it_grows(sample, page, client, open_session):
    open_session(page, sample, "main@61")
    page.click(".header-now")
    expect(page.locator(".moment-chip")).to_contain_text("main@73")
    expect(page.locator(".moment-chip")).to_contain_text("now")
    expect(page.locator(".header-now")).to_be_disabled()
    client.prompt(sample, "And tabs?")
    expect(page.locator(".chip-moment")).to_have_text("main@74")


def test_the_moment_is_in_the_address_and_a_link_leads_to_it(sample, page, open_session):
    open_session(page, sample, "main@30")
    page.wait_for_timeout(1000)
    page.keyboard.press("ArrowRight")
    until(page, "location.hash.endsWith('/main@31')")
    page.go_back()
    expect(page.locator(".chip-moment")).to_have_text("main@30")
    page.keyboard.press("y")
    expect(page.locator(".toast")).to_contain_text("main@30")
    link = page.evaluate("navigator.clipboard.readText()")
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator(".chip-moment")).to_have_text("main@30")


def test_one_goes_to_a_moment_by_any_of_its_names(sample, page, open_session):
    open_session(page, sample, "main@61")
    for typed, lands in [
        ("44", "main@44"), ("first-fix", "main@40"), ("idea@31", "idea@31"),
        ("main@{prompt 1}", None),
    ]:
        page.keyboard.press("g")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        expect(page.locator("dialog")).to_have_count(0)
        if lands:
            expect(page.locator(".chip-moment")).to_have_text(lands)
    page.keyboard.press("g")
    page.keyboard.type("nowhere@9")
    page.keyboard.press("Enter")
    expect(page.locator(".toast.error")).to_be_visible()


def test_the_title_is_renamed_in_the_header(sample, page, client, open_session):
    open_session(page, sample)
    page.click(".header-title")
    page.keyboard.press("Control+a")
    page.keyboard.type("Commas in quotes")
    page.keyboard.press("Enter")
    expect(page.locator(".tab.active")).to_contain_text("Commas in quotes")
    expect(page.locator(".status-saved")).to_have_class(re.compile("saved$"))
    assert client.get(f"sessions/{sample}")["title"] == "Commas in quotes"


def test_the_status_bar_tells_of_chain_counts_tokens_and_saving(sample, page, open_session):
    open_session(page, sample, "main@61")
    bar = page.locator("#status")
    expect(bar).to_contain_text("✓ chain verified, not sealed")
    expect(bar).to_contain_text("61 events")
    expect(bar).to_contain_text(re.compile(r"\d+ in · [\d.k]+ out · [\d.k]+ cached"))
    expect(bar).to_contain_text("saved")
    page.click(".status-button")
    expect(page.locator("#side")).to_contain_text("Audit")
    until(page, "location.hash.includes('pane=audit')")


def test_widths_are_dragged_and_remembered(sample, page, open_session):
    open_session(page, sample)
    handle = page.locator(".split-sidebar").bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + 200
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 80, y, steps=5)
    page.mouse.up()
    width = "document.querySelector('#sidebar').getBoundingClientRect().width"
    until(page, f"Math.abs({width} - 344) <= 1")
    page.focus(".split-side")
    before = page.evaluate("document.querySelector('#side').offsetWidth")
    page.keyboard.press("ArrowLeft")
    until(page, f"document.querySelector('#side').offsetWidth === {before + 16}")
    page.reload()
    expect(page.locator("#conversation .list-row").first).to_be_visible()
    until(page, f"Math.abs({width} - 344) <= 1")


def overflow(page):
    return page.evaluate(
        "[document.documentElement.scrollWidth - innerWidth,"
        " document.documentElement.scrollHeight - innerHeight]"
    )


def test_at_1000_pixels_the_sidebar_is_icons_and_the_side_a_sheet(sample, page, open_session):
    page.set_viewport_size({"width": 1000, "height": 700})
    open_session(page, sample, "main@61")
    assert overflow(page) == [0, 0]
    assert page.locator("#sidebar").bounding_box()["width"] < 60
    expect(page.locator("#side")).not_to_be_visible()
    page.click(".header-side")
    expect(page.locator("#side")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#side")).not_to_be_visible()
    page.click(".sidebar-expand")
    expect(page.locator(".session-title").first).to_be_visible()
    page.click(".session-open >> nth=0")
    expect(page.locator(".session-title").first).not_to_be_visible()


def test_at_400_pixels_there_is_one_column_with_tabs(sample, page, open_session):
    page.set_viewport_size({"width": 400, "height": 800})
    open_session(page, sample, "main@61")
    assert overflow(page) == [0, 0]
    expect(page.locator("#timeline")).to_be_visible()
    expect(page.locator("#side")).not_to_be_visible()
    page.click(".view:text-is('Files')")
    expect(page.locator("#side")).to_be_visible()
    expect(page.locator("#conversation")).not_to_be_visible()
    page.click(".view:text-is('Timeline')")
    assert page.locator("#timeline").bounding_box()["height"] > 500
    page.click(".view:text-is('Conversation')")
    expect(page.locator("#conversation")).to_be_visible()
    page.click(".header-menu")
    expect(page.locator(".session-title").first).to_be_visible()


def test_at_2000_pixels_everything_has_its_place(sample, page, open_session):
    page.set_viewport_size({"width": 2000, "height": 1100})
    open_session(page, sample, "main@61")
    assert overflow(page) == [0, 0]
    until(page, "document.querySelector('#conversation .list-row')?.offsetWidth > 600")


def test_who_signs_out_and_in_again_finds_the_projects(page, token):
    for _ in range(3):
        expect(page.locator(".sidebar-heading")).to_contain_text("tidycsv")
        page.keyboard.press("Control+k")
        page.keyboard.type("Sign out")
        page.keyboard.press("Enter")
        page.fill("#token", token)
        page.keyboard.press("Enter")
    expect(page.locator(".sidebar-heading")).to_contain_text("tidycsv")


def test_one_signs_in_with_a_token(context, server, token, project):
    page = context.new_page()
    page.goto(server.url)
    page.click("button:text-is('Sign in')")
    expect(page.locator("[role=alert]")).to_have_text("Paste a token here.")
    page.fill("#token", "wrong")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).to_contain_text("does not take this token")
    page.fill("#token", token)
    page.keyboard.press("Enter")
    expect(page.locator(".sidebar-heading")).to_contain_text("tidycsv")
    page.keyboard.press("Control+k")
    page.keyboard.type("sign out")
    page.keyboard.press("Enter")
    expect(page.locator("#token")).to_be_visible()
    page.reload()
    expect(page.locator("#token")).to_be_visible()


def test_a_token_in_the_link_signs_in_and_is_taken_out_of_it(page, server, token, sample):
    page.evaluate("localStorage.clear()")
    page.goto("about:blank")
    page.goto(f"{server.url}/#/{sample}/main@61?token={token}")
    expect(page.locator(".chip-moment")).to_have_text("main@61")
    assert token not in page.evaluate("location.href")


def test_what_is_empty_says_what_to_do(page):
    expect(page.locator("#main")).to_contain_text("No session is open")
    page.click("#main button:text-is('Open a session')")
    expect(page.locator("dialog.palette")).to_be_visible()


def test_a_session_that_is_gone_says_so_and_its_tab_can_be_closed(page, server):
    page.evaluate("location.hash = '#/00000000-0000-4000-8000-000000000000/main'")
    expect(page.locator(".instead [role=alert]")).to_contain_text("This session is not here")
    page.click(".instead button:text-is('Close the tab')")
    expect(page.locator(".tab")).to_have_count(0)
    expect(page.locator("#main")).to_contain_text("No session is open")


def test_a_failing_answer_says_what_happened_and_can_be_tried_again(sample, page, open_session):
    broken = {"code": "busy", "detail": "The server is busy.", "hint": "Wait.", "status": 503}
    page.route("**/info", lambda route: route.fulfill(status=503, json=broken))
    page.evaluate("(hash) => { location.hash = hash; }", f"#/{sample}/main")
    expect(page.locator(".instead")).to_contain_text("The server is busy.")
    expect(page.locator(".instead")).to_contain_text("Wait.")
    page.unroute("**/info")
    page.click(".instead button:text-is('Try again')")
    expect(page.locator("#conversation .list-row").first).to_be_visible()


def test_offline_is_said_and_ends_by_itself(sample, page, context, open_session):
    open_session(page, sample, "main@61")
    page.allowed.append("Failed to fetch")
    context.set_offline(True)
    expect(page.locator(".status-saved")).to_have_text("offline: what you change is kept here")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".chip-moment")).to_have_text("main@60")
    context.set_offline(False)
    expect(page.locator(".status-saved")).to_have_text("saved")


def test_light_and_dark_follow_the_system_unless_chosen(page):
    paper = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="light")
    assert page.evaluate(paper) == "rgb(252, 252, 251)"
    page.emulate_media(color_scheme="dark")
    until(page, f"{paper} === 'rgb(22, 23, 26)'")
    page.keyboard.press("Control+k")
    page.keyboard.type("light colours")
    page.keyboard.press("Enter")
    until(page, f"{paper} === 'rgb(252, 252, 251)'")
    page.reload()
    expect(page.locator(".sidebar-heading")).to_be_visible()
    assert page.evaluate(paper) == "rgb(252, 252, 251)"


def test_the_view_goes_back_through_its_own_changes(sample, page, open_session):
    open_session(page, sample, "main@61")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".chip-moment")).to_have_text("main@59")
    page.keyboard.press("Alt+z")
    expect(page.locator(".chip-moment")).to_have_text("main@60")
    page.keyboard.press("Alt+Shift+z")
    expect(page.locator(".chip-moment")).to_have_text("main@59")


def test_steps_lead_to_prompts_file_changes_and_errors(sample, page, open_session):
    open_session(page, sample, "main@61")
    for key, kind in [("[", "prompt.submitted"), ("{", "file.changed")]:
        before = page.locator(".chip-moment").inner_text()
        page.keyboard.press(key)
        expect(page.locator(".chip-moment")).not_to_have_text(before)
        at = page.locator(".chip-moment").inner_text().split("@")[1]
        kinds = page.evaluate(
            """async ([session, at]) => {
                const token = localStorage.getItem('session-token');
                const answer = await fetch(`/api/sessions/${session}/rows?from=${at}&limit=1`,
                    {headers: {Authorization: `Bearer ${token}`}});
                return (await answer.json()).rows.map((row) => row.kind);
            }""",
            [sample, at],
        )
        assert kinds == [kind]
    page.keyboard.press("Home")
    expect(page.locator(".chip-moment")).to_have_text("main@1")
    page.keyboard.press("End")
    expect(page.locator(".chip-moment")).to_have_text("main@73")


def test_a_hostile_title_is_text_wherever_it_stands(client, project, page):
    title = "<img src=x onerror=alert(1)>\u202egnp.exe"
    session = client.session(project, title, ("prompt.submitted", {"text": "<b>bold</b>"}))
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.reload()
    page.click(".session-open")
    expect(page.locator(".tab.active")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator(".header-title")).to_contain_text("<img src=x")
    expect(page.locator(".session-last")).to_have_text("<b>bold</b>")
    page.keyboard.press("Control+k")
    expect(page.locator(".palette-item").first).to_contain_text("<img src=x")
    assert page.evaluate("document.querySelectorAll('img, b').length") == 0
    hidden = page.evaluate(
        "[...document.querySelectorAll('.session-title, .tab-title, .header-title')]"
        ".some((node) => node.textContent.includes('\\u202e'))"
    )
    assert not hidden
    assert client.get(f"sessions/{session}")["title"] == title
