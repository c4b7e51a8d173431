"""Find and filters: over everything in the session, though lists are virtual."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def opened(page, sample, open_session):
    open_session(page, sample, "main@1")
    return page


def find(page, words):
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Find in this session")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def counted(page):
    return page.locator(".find-count")


def test_find_says_how_many_and_goes_to_each_over_all_branches(opened):
    page = opened
    find(page, "parse_line")
    expect(counted(page)).to_have_text(re.compile(r"^\d+ found$"))
    total = int(counted(page).inner_text().split()[0])
    assert total > 5
    seen = []
    for number in range(1, total + 1):
        page.keyboard.press("Enter")
        expect(counted(page)).to_have_text(f"{number} of {total}")
        seen.append(page.locator(".chip-moment").inner_text())
    assert len(set(seen)) == total
    assert {moment.split("@")[0] for moment in seen} > {"main"}
    page.keyboard.press("Enter")
    expect(counted(page)).to_have_text(f"1 of {total}")
    page.keyboard.press("Shift+Enter")
    expect(counted(page)).to_have_text(f"{total} of {total}")


def test_find_marks_what_it_found_on_the_timeline(opened):
    page = opened

    def marks():
        return page.evaluate(
            """() => {
                const canvas = document.querySelectorAll('.timeline-canvas')[1];
                const {data} = canvas.getContext('2d').getImageData(60, 28, canvas.width - 60, 4);
                return data.filter((value, index) => index % 4 === 3 && value > 200).length;
            }""")

    before = marks()
    find(page, "parse_line")
    expect(counted(page)).to_have_text(re.compile("found"))
    page.wait_for_timeout(100)
    assert marks() > before + 20
    page.keyboard.press("Escape")
    page.wait_for_timeout(100)
    assert marks() == before
    expect(page.get_by_role("search", name="Find")).to_be_hidden()


def test_find_says_when_there_is_nothing(opened):
    find(opened, "nobody ever said this")
    expect(counted(opened)).to_have_text("nothing found")


def test_find_takes_what_is_selected_and_keys_of_browsers_work(opened):
    page = opened
    find(page, "parse_line")
    page.keyboard.press("Enter")
    expect(counted(page)).to_have_text(re.compile("^1 of"))
    page.keyboard.press("Control+g")
    expect(counted(page)).to_have_text(re.compile("^2 of"))
    page.keyboard.press("Shift+F3")
    expect(counted(page)).to_have_text(re.compile("^1 of"))
    page.get_by_role("button", name="Next match (Enter)").click()
    expect(counted(page)).to_have_text(re.compile("^2 of"))
    page.get_by_role("button", name="Close find (Escape)").click()
    expect(page.get_by_role("search", name="Find")).to_be_hidden()


def test_a_slash_in_a_text_is_a_slash(opened):
    box = opened.locator("#writing textarea")
    box.click()
    opened.keyboard.type("a/b")
    expect(box).to_have_value("a/b")


def test_filters_combine_and_stay_when_the_view_changes(opened, client, project, open_session):
    page = opened
    find(page, "py")
    expect(counted(page)).to_have_text(re.compile("found"))
    everything = int(counted(page).inner_text().split()[0])

    button = page.locator(".timeline-filter")
    button.click()
    panel = page.get_by_role("dialog", name="Filter events")
    panel.get_by_role("button", name="tool calls").click()
    expect(button).to_have_text(re.compile("tool calls"))
    expect(counted(page)).not_to_have_text(f"{everything} found")
    expect(counted(page)).to_have_text(re.compile(r"^\d+ found$"))
    calls = int(counted(page).inner_text().split()[0])
    assert 0 < calls < everything
    panel.get_by_role("button", name="Bash").click()
    expect(counted(page)).not_to_have_text(f"{calls} found")
    expect(counted(page)).to_have_text(re.compile(r"^\d+ found$"))
    assert int(counted(page).inner_text().split()[0]) < calls
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()

    other = client.session(project, "Other", ("prompt.submitted", {"text": "Hello"}))
    open_session(page, other)
    expect(button).to_have_text(re.compile("tool calls, Bash"))
    button.click()
    panel.get_by_role("button", name="Show everything").click()
    expect(button).to_have_text(re.compile("all kinds"))


def test_errors_alone_and_times_are_filters_too(opened):
    page = opened
    find(page, "py")
    expect(counted(page)).to_have_text(re.compile("found"))
    everything = counted(page).inner_text()
    page.locator(".timeline-filter").click()
    panel = page.get_by_role("dialog", name="Filter events")
    for choose, undo, said in [
        (lambda: panel.get_by_role("button", name="errors only").click(),
         lambda: panel.get_by_role("button", name="errors only").click(), "errors"),
        (lambda: panel.get_by_label("from").fill("2026-03-14T09:35:00"),
         lambda: panel.get_by_label("from").fill(""), "a time"),
    ]:
        choose()
        expect(page.locator(".timeline-filter")).to_have_text(re.compile(said))
        expect(counted(page)).not_to_have_text(everything)
        undo()
        expect(counted(page)).to_have_text(everything)
