"""The audit: who did what, when; what proves it; what is erased from it."""

import json

from playwright.sync_api import expect


def rows(page):
    """The rows of the table, without its head."""
    return page.locator(".audit-body .audit-row")


def opened(page, sample, open_session):
    """Opens the pane."""
    open_session(page, sample, "main@61", "?pane=audit")
    expect(rows(page).first).to_contain_text("system")


def test_filters_combine(page, sample, open_session):
    opened(page, sample, open_session)
    page.get_by_label("Kind", exact=True).select_option("call")
    expect(rows(page).first).to_contain_text("Read")
    page.get_by_label("Text", exact=True).fill("parse_record")
    page.keyboard.press("Enter")
    expect(page.locator(".audit-bar")).to_contain_text("3 events")
    page.get_by_label("Kind", exact=True).select_option("file")
    page.get_by_label("Text", exact=True).fill("")
    page.keyboard.press("Enter")
    page.get_by_label("Subject", exact=True).fill("summary.py")
    page.keyboard.press("Enter")
    expect(page.locator(".audit-bar")).to_contain_text("2 events")
    page.get_by_label("Subject", exact=True).fill("")
    page.get_by_label("Actor", exact=True).fill("tool:Write")
    page.keyboard.press("Enter")
    expect(page.locator(".audit-bar")).to_contain_text("1 event")
    page.get_by_label("Until", exact=True).fill("2026-03-14 09:31:00")
    page.keyboard.press("Enter")
    expect(page.locator(".audit-body")).to_contain_text("No event fits")


def test_columns_sort_both_ways(page, sample, open_session):
    opened(page, sample, open_session)
    head = page.locator(".audit-head .is-actor")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(rows(page).first.locator(".is-actor")).to_have_text("claude-sonnet-4-5-20250929")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(rows(page).first.locator(".is-actor")).not_to_have_text("claude-sonnet-4-5-20250929")


def test_a_row_leads_to_its_moment(page, sample, open_session):
    opened(page, sample, open_session)
    page.get_by_label("Kind", exact=True).select_option("prompt")
    rows(page).nth(1).get_by_role("button").click()
    expect(page.locator(".chip-moment")).not_to_have_text("main@61")


def test_it_is_written_as_csv_and_json(page, sample, open_session):
    opened(page, sample, open_session)
    page.get_by_label("Kind", exact=True).select_option("prompt")
    expect(page.locator(".audit-bar")).to_contain_text("events")
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV", exact=True).click()
    text = open(saved.value.path(), encoding="utf-8", newline="").read()
    assert saved.value.suggested_filename == "Quoted-fields-in-tidycsv.csv"
    assert text.startswith("time,actor,kind,subject,branch,revision,position,text\r\n")
    assert 'The reader splits ""Smith, Jane""' in text
    with page.expect_download() as saved:
        page.locator("#side").get_by_role("button", name="JSON", exact=True).click()
    found = json.load(open(saved.value.path(), encoding="utf-8"))
    assert {one["kind"] for one in found} == {"prompt.submitted"}


def test_the_chain_is_verified_on_demand_and_sealed(page, sample, open_session):
    opened(page, sample, open_session)
    chain = page.locator(".chain")
    expect(chain).to_contain_text("Not sealed")
    page.get_by_role("button", name="Verify now").click()
    expect(chain).to_contain_text("No findings", timeout=20_000)
    page.get_by_role("button", name="Seal", exact=True).click()
    expect(chain).to_contain_text("sealed")
    expect(chain.locator(".seal")).not_to_have_class("seal is-none")


def test_findings_name_the_event_and_lead_to_it(page, sample, open_session):
    page.route("**/verification", lambda route: route.fulfill(
        content_type="application/json",
        body=json.dumps({"findings": [{"kind": "damagedRow", "position": 71, "moment": "main@57",
                                       "message": "the payload <b>is</b> cut",
                                       "advice": "take the backup"}]})))
    opened(page, sample, open_session)
    page.get_by_role("button", name="Verify now").click()
    finding = page.locator(".finding")
    expect(finding).to_contain_text("damagedRow at #71")
    expect(finding).to_contain_text("the payload <b>is</b> cut")
    finding.get_by_role("button", name="Go to main@57").click()
    expect(page.locator(".chip-moment")).to_have_text("main@57")


def test_an_owner_sees_what_would_go_before_it_is_erased(page, sample, client, open_session):
    opened(page, sample, open_session)
    page.get_by_label("Kind", exact=True).select_option("prompt")
    page.get_by_label("Choose main@65").check()
    page.get_by_role("button", name="Redact 1…").click()
    sheet = page.locator("dialog.is-redact")
    erase = sheet.get_by_role("button", name="Erase")
    expect(erase).to_be_disabled()
    sheet.get_by_label("Reason").fill("A customer asked for it")
    sheet.get_by_role("button", name="Show what would go").click()
    expect(sheet.locator(".redact-preview")).to_contain_text("main@65")
    expect(sheet.locator(".redact-preview")).to_contain_text("goes")
    asked = {"from": 65, "limit": 1}
    assert "erased" not in client.get(f"sessions/{sample}/events", **asked)["events"][0]
    sheet.get_by_role("button", name="Erase 1 event for good").click()
    expect(sheet).to_have_count(0)
    expect(page.locator(".toast")).to_contain_text("Erased 1 event")
    gone = client.get(f"sessions/{sample}/events", **asked)["events"][0]
    assert gone["erased"] is True


def test_a_reader_is_not_offered_to_erase(page, sample, client, project, server, open_session):
    client.ask("PUT", f"projects/{project}/members/guest", {"role": "reader"})
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.goto("about:blank")
    page.goto(f"{server.url}/#token={server.token('guest')}")
    page.wait_for_selector(".sidebar-heading, .sidebar-none")
    opened(page, sample, open_session)
    expect(page.get_by_role("button", name="CSV", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Redact…")).to_have_count(0)
