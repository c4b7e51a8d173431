"""The timeline, used as a person does: with a pointer, with a wheel, with keys."""

import re

import pytest
from playwright.sync_api import expect

from waiting import until

LANE = 41  # The middle of the first lane, in pixels from the board's top.


@pytest.fixture
def board(page, sample, open_session):
    """The board of the sample, at main@40, with all that it shows."""
    open_session(page, sample, "main@40")
    until(page, "document.querySelector('.timeline-board').ariaValueText.includes(',')")
    return Board(page)


class Board:
    """Where revisions are on the board, and what it says of the moment."""

    def __init__(self, page):
        self.page, self.node = page, page.locator(".timeline-board")

    @property
    def box(self):
        return self.node.bounding_box()

    def at(self, revision, row=0, head=None):
        """A revision's place while everything is in sight."""
        head = head or int(self.node.get_attribute("aria-valuemax"))
        box = self.box
        return box["x"] + (revision - 0.5) / head * box["width"], box["y"] + LANE + 26 * row

    def moment(self):
        return self.page.locator(".chip-moment").inner_text()

    def travels_to(self, moment):
        expect(self.page.locator(".chip-moment")).to_have_text(moment)

    def colours(self, x, width=8, top=0, bottom=None):
        """How many pixels of the upper canvas are drawn on near a place."""
        box = self.box
        return self.page.evaluate(
            """([x, width, top, bottom]) => {
                const canvas = document.querySelectorAll('.timeline-canvas')[1];
                const scale = canvas.height / canvas.clientHeight;
                const data = canvas.getContext('2d').getImageData((x + 14 - width / 2) * scale,
                    top * scale, width * scale, (bottom - top) * scale).data;
                return data.filter((value, index) => index % 4 === 3 && value > 40).length;
            }""", [x - box["x"], width, top, bottom or box["height"] - 18])


def test_a_click_on_an_event_travels_to_it(page, board):
    page.mouse.click(*board.at(20))
    board.travels_to("main@20")
    expect(page).to_have_url(re.compile("main@20"))


def test_a_click_on_another_lane_travels_to_that_branch(page, board):
    lane = page.locator(".timeline-lane").nth(1)
    name = lane.get_attribute("data-lane")
    row = 1
    first = int(re.search(r"forks at main@(\d+)", lane.get_attribute("title"))[1]) + 1
    page.mouse.click(*board.at(first, row))
    board.travels_to(f"{name}@{first}")


def test_a_drag_scrubs_along_the_line(page, board):
    seen = set()
    page.mouse.move(*board.at(10))
    page.mouse.down()
    for revision in range(12, 31, 6):
        page.mouse.move(*board.at(revision), steps=2)
        board.travels_to(f"main@{revision}")
        seen.add(board.moment())
    page.mouse.up()
    assert len(seen) == 4


def test_keys_step_by_event_prompt_file_change_and_error_and_to_both_ends(page, board):
    board.node.focus()
    for key, moment in [("ArrowRight", 41), ("j", 42), ("ArrowLeft", 41), ("k", 40)]:
        page.keyboard.press(key)
        board.travels_to(f"main@{moment}")
    for there, back in ["][", "}{", ")("]:
        before = board.moment()
        page.keyboard.press(back)
        expect(page.locator(".chip-moment")).not_to_have_text(before)
        earlier = board.moment()
        page.keyboard.press(there)
        expect(page.locator(".chip-moment")).not_to_have_text(earlier)
    page.keyboard.press("Home")
    board.travels_to("main@1")
    page.keyboard.press("End")
    expect(page.locator(".timeline-board")).to_have_attribute(
        "aria-valuenow", board.node.get_attribute("aria-valuemax"))


def test_what_is_seen_says_itself_to_who_cannot_see_it(page, board):
    expect(board.node).to_have_role("slider")
    said = board.node.get_attribute("aria-valuetext")
    assert re.match(r"main@40, .*\d\d:\d\d:\d\d, .+, .+: ", said), said
    listed = page.get_by_role("list", name="Events around this moment").get_by_role("button")
    expect(listed.first).to_have_accessible_name(re.compile("^main@20, "))
    expect(listed).to_have_count(41)
    listed.nth(22).dispatch_event("click")
    board.travels_to("main@42")


def test_under_the_pointer_it_says_time_who_and_what(page, board):
    page.mouse.move(*board.at(20))
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("main@20")
    expect(tip.locator("time")).to_have_text(re.compile(r"14 Mar.* 09:\d\d:\d\d"))
    expect(tip.locator("strong")).not_to_be_empty()
    page.mouse.move(board.box["x"] + 5, board.box["y"] + 400)
    expect(tip).to_be_hidden()


def test_the_wheel_zooms_around_the_pointer(page, board):
    place = board.at(30)
    page.mouse.move(*place)
    for _ in range(6):
        page.mouse.wheel(0, -240)
        page.wait_for_timeout(30)
    page.mouse.click(*place)
    board.travels_to("main@30")
    # An event is some 48 pixels wide now, so the next one is not where it was.
    page.mouse.click(place[0] + 48, place[1])
    board.travels_to("main@31")
    page.mouse.move(*place)
    page.keyboard.press("0")
    page.mouse.click(*board.at(60))
    board.travels_to("main@60")


def test_keys_zoom_and_the_moment_stays_in_sight(page, board):
    board.node.focus()
    for _ in range(5):
        page.keyboard.press("+")
    page.keyboard.press("Home")
    board.travels_to("main@1")
    x = until(page, "1") and board.box["x"]
    page.wait_for_timeout(100)
    # The first event is at the left end, half its width from it.
    assert board.colours(x + 24, 60) > 0
    page.keyboard.press("-")


def test_a_brush_chooses_a_range_for_compare_and_export(page, board):
    page.keyboard.down("Shift")
    page.mouse.move(*board.at(10))
    page.mouse.down()
    page.mouse.move(*board.at(24), steps=5)
    page.mouse.up()
    page.keyboard.up("Shift")
    bar = page.get_by_role("toolbar", name="Chosen range")
    expect(bar).to_contain_text("10 – 24, 15 events")
    expect(bar.get_by_role("button", name="Compare")).to_be_visible()
    expect(bar.get_by_role("button", name="Export…")).to_be_visible()
    bar.get_by_role("button", name="No range").click()
    expect(bar).to_be_hidden()
    board.node.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(bar).to_contain_text("40 – 41, 2 events")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()


def test_lanes_stand_in_the_order_of_their_forks_and_say_what_became_of_them(page, board):
    lanes = page.locator(".timeline-lane")
    names = [lane.get_attribute("data-lane") for lane in lanes.all()]
    assert names[0] == "main"
    assert lanes.nth(0).get_attribute("aria-current") == "true"
    expect(lanes.filter(has_text="idea")).to_contain_text("merged")
    expect(lanes.filter(has_text="agent-")).to_contain_text("subagent")
    forks = [int(found[1]) for lane in lanes.all()
             if (found := re.search(r"forks at \S+@(\d+)", lane.get_attribute("title")))]
    assert forks == sorted(forks) and len(forks) == len(names) - 1


def test_lanes_can_be_hidden_and_come_back(page, board):
    before = page.locator(".timeline-lane").count()
    page.click(".timeline-more")
    page.get_by_role("menuitemradio", name="Hide subagents").click()
    expect(page.locator(".timeline-lane")).to_have_count(before - 1)
    expect(page.locator(".timeline-more")).to_contain_text("1 hidden")
    page.click(".timeline-more")
    page.get_by_role("menuitemradio", name="Hide subagents").click()
    expect(page.locator(".timeline-lane")).to_have_count(before)


def test_it_plays_at_a_chosen_speed_and_stops(page, board):
    for _ in range(4):
        page.get_by_role("button", name=re.compile("^Speed")).click()
    expect(page.get_by_role("button", name="Speed 50 times")).to_be_visible()
    board.node.focus()
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    until(page, "document.querySelector('.timeline-board').ariaValueNow > 43")
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    at = board.moment()
    page.wait_for_timeout(500)
    assert board.moment() == at


def test_bars_measure_what_is_chosen(page, board):
    def drawn():
        return page.evaluate(
            """() => {
                const canvas = document.querySelectorAll('.timeline-canvas')[0];
                const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, 20).data;
                return data.filter((value, index) => index % 4 === 3 && value > 0).length;
            }""")

    seen = {}
    for measure in ["events", "time", "tokens", "bytes"]:
        page.click(".timeline-measure")
        page.get_by_role("menuitemradio", name=measure).click()
        expect(page.locator(".timeline-measure")).to_contain_text(measure)
        page.wait_for_timeout(600)
        seen[measure] = drawn()
    assert len(set(seen.values())) == 4 and min(seen.values()) > 0, seen


def test_fork_tag_rename_and_archive_show_at_once_and_can_be_undone(page, board, client, sample):
    def branches():
        return {one["name"]: one for one in
                client.get(f"sessions/{sample}/branches")["branches"]}

    board.node.focus()
    page.keyboard.press("f")
    page.keyboard.press("Control+a")
    page.keyboard.type("another")
    page.keyboard.press("Enter")
    board.travels_to("another@40")
    expect(page.locator("[data-lane=another]")).to_be_visible()
    until_true(lambda: branches().get("another", {}).get("head") == 40)

    page.click("[data-lane=another]")
    page.get_by_role("menuitem", name="Rename…").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("renamed")
    page.keyboard.press("Enter")
    expect(page.locator("[data-lane=renamed]")).to_be_visible()
    until_true(lambda: "renamed" in branches())
    page.locator(".toast", has_text="is now renamed").get_by_role("button", name="Undo").click()
    until_true(lambda: "another" in branches())
    expect(page.locator("[data-lane=another]")).to_be_visible()

    page.click("[data-lane=another]")
    page.get_by_role("menuitem", name="Archive…").click()
    page.locator("dialog").get_by_role("button", name="Archive").click()
    expect(page.locator("[data-lane=another]")).to_contain_text("archived")
    until_true(lambda: branches()["another"]["archived"])


def test_a_fork_is_undone_before_it_was_sent(page, board, client, sample):
    page.route("**/api/sessions/*/branches", lambda route: route.abort())
    board.node.focus()
    page.keyboard.press("f")
    page.keyboard.press("Enter")
    board.travels_to("idea-1@40")
    page.locator(".toast", has_text="Forked").get_by_role("button", name="Undo").click()
    board.travels_to("main@40")
    expect(page.locator("[data-lane=idea-1]")).to_have_count(0)
    page.unroute("**/api/sessions/*/branches")


def test_a_tag_is_set_at_once_and_taken_back_while_it_is_not_sent(page, board, client, sample):
    def tags():
        return {one["name"]: one for one in client.get(f"sessions/{sample}/tags")["tags"]}

    board.node.focus()
    page.keyboard.press("t")
    page.keyboard.type("slip")
    page.keyboard.press("Enter")
    page.locator(".toast", has_text="slip").get_by_role("button", name="Undo").click()
    page.keyboard.press("t")
    page.keyboard.type("keep")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    until_true(lambda: tags().get("keep", {}).get("revision") == 40)
    assert "slip" not in tags()


def test_the_menu_at_a_name_travels_compares_and_merges(page, board):
    page.click("[data-lane=idea]")
    page.get_by_role("menuitem", name=re.compile("Travel to where it forks")).click()
    board.travels_to("main@30")
    page.click("[data-lane=idea]")
    page.get_by_role("menuitem", name=re.compile("Travel to the head")).click()
    expect(page.locator(".chip-moment")).to_have_text(re.compile("^idea@"))
    page.click("[data-lane=main]", button="right")
    items = page.get_by_role("menuitem")
    expect(items.filter(has_text="Compare with idea@")).to_be_visible()
    expect(items.filter(has_text="Merge into idea…")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)


def test_an_event_can_be_forked_tagged_and_compared_where_it_is(page, board):
    page.mouse.click(*board.at(20), button="right")
    items = page.get_by_role("menuitem")
    expect(items.filter(has_text="Compare with main@40")).to_be_visible()
    expect(items.filter(has_text="Fork here")).to_be_visible()
    items.filter(has_text="Travel to main@20").click()
    board.travels_to("main@20")


def test_the_view_stays_with_its_session(page, board, client, project, open_session):
    other = client.session(project, "Other", ("prompt.submitted", {"text": "Hello"}))
    page.mouse.move(*board.at(30))
    for _ in range(6):
        page.mouse.wheel(0, -240)
        page.wait_for_timeout(30)
    place = board.at(30)
    open_session(page, other)
    page.click(".tab:has-text('Quoted fields') .tab-button")
    page.wait_for_selector("[data-lane=idea]")
    page.mouse.click(*place)
    board.travels_to("main@30")
    page.mouse.click(place[0] + 48, place[1])
    board.travels_to("main@31")


def until_true(test, seconds=8):
    """Waits for what the server has."""
    import time
    end = time.monotonic() + seconds
    while not test():
        assert time.monotonic() < end, "not within the time"
        time.sleep(0.05)
