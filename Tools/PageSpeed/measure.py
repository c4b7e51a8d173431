"""Opens a large session in a browser as a person would, and says how long that took.

Usage: measure.py SESSION FOLDER EVENTS      with PAGE=folder the page comes from its folder
"""

import os
import pathlib
import statistics
import subprocess
import sys
import time

from playwright.sync_api import sync_playwright

import large

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/PageTests"))
import page_server  # noqa: E402

# When what a person wants is there: the event of the moment in the conversation, the lanes, the
# time. What was asked of the server before, and when it answered, the browser knows.
USEFUL = """
window.useful = new Promise((resolve) => {
    const look = () => {
        const said = document.querySelector('#conversation [aria-current=true]');
        const lanes = document.querySelectorAll('.timeline-lane').length;
        const value = document.querySelector('.timeline-board')?.ariaValueText ?? '';
        if (said && said.textContent.length > 20 && lanes > 0 && value.includes(',')) {
            requestAnimationFrame(() => resolve(performance.now()));
        } else {
            setTimeout(look, 4);
        }
    };
    look();
});
"""

# From a pointer that moved until what it led to is painted.
STEPS = """
window.steps = [];
document.addEventListener('pointermove', () => {
    const began = performance.now();
    requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => window.steps.push(performance.now() - began);
        channel.port2.postMessage(0);
    });
}, true);
"""


class Running:
    """The server under test, and where its page is."""

    def __init__(self, command, data):
        self.process = subprocess.Popen(
            [command, "serve", "--data", str(data), "--port", "0", "--max-rate", "10000000"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if "listening at" in line:
                self.base = line.split("listening at ")[1].split(",")[0].strip()
                break
        token = subprocess.run(
            [command, "token", "--data", str(data), "--user", "owner"],
            capture_output=True, text=True, check=True)
        self.token = token.stdout.strip().splitlines()[-1]
        self.page = self.base
        if os.environ.get("PAGE") == "folder":
            port, _ = page_server.serve(int(self.base.rsplit(":", 1)[1]))
            self.page = f"http://127.0.0.1:{port}"

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def opened(browser, running, session, moment):
    """A page on which the session was opened, and what that took."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{running.page}/#token={running.token}")
    page.wait_for_selector(".session-open")
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    transferred = []
    network.on("Network.loadingFinished", lambda done: transferred.append(
        done["encodedDataLength"]))
    page.add_init_script(USEFUL)
    page.goto("about:blank")
    page.goto(f"{running.page}/#/{session}/{moment}")
    useful = page.evaluate("window.useful")
    answered = page.evaluate(
        """(useful) => Math.max(...performance.getEntriesByType('resource')
            .filter((one) => one.name.includes('/api/') && one.responseEnd <= useful)
            .map((one) => one.responseEnd))""", useful)
    page.wait_for_timeout(1500)
    return page, {"useful": useful, "after": useful - answered, "bytes": sum(transferred)}


def scrubbed(page):
    """Milliseconds of each step while somebody drags through the whole session."""
    page.evaluate(STEPS)
    box = page.locator(".timeline-board").bounding_box()
    y = box["y"] + 41
    page.mouse.move(box["x"] + 20, y)
    page.mouse.down()
    for step in range(150):
        page.mouse.move(box["x"] + 20 + step * (box["width"] - 40) / 150, y)
        page.wait_for_timeout(16)
    page.mouse.up()
    page.wait_for_timeout(300)
    return page.evaluate("window.steps")


def memory(page):
    """Bytes that the page's JavaScript holds, after what is garbage is gone."""
    tools = page.context.new_cdp_session(page)
    tools.send("HeapProfiler.collectGarbage")
    tools.send("Performance.enable")
    metrics = tools.send("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in metrics if one["name"] == "JSHeapUsedSize")


def row(what, measured, unit, limit, detail=""):
    shown = f"{measured:.0f}" if measured >= 10 else f"{measured:.1f}"
    reached = "yes" if measured <= limit else "no"
    print(f"| {what} | {shown} {unit} | ≤ {limit} | {reached} | {detail} |", flush=True)


def main(command, folder, events):
    running = Running(command, pathlib.Path(folder) / "data")
    try:
        server = large.Server(running.base, running.token)
        began = time.monotonic()
        session = large.make(server, events, f"Large, {events} events")
        print(f"session {session}, made or found in {time.monotonic() - began:.0f} s",
              file=sys.stderr)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            # The first visit warms the server, as for somebody who was there before.
            opened(browser, running, session, f"main@{events // 2}")[0].close()
            page, took = opened(browser, running, session, f"main@{events // 2}")
            steps = scrubbed(page)
            used = memory(page)
            browser.close()
    finally:
        running.stop()
    print("| what | measured | to reach | reached | detail |\n|---|---|---|---|---|")
    what = f"page, {events} events"
    row(f"{what}: useful after the server's answer", took["after"], "ms", 500,
        f"{took['useful']:.0f} ms from the link on, with all that the server took")
    row(f"{what}: transferred", took["bytes"] / 1e6, "MB", 2)
    row(f"{what}: a step while scrubbing, median", statistics.median(steps), "ms", 50,
        f"{len(steps)} steps through the whole session")
    row(f"{what}: the slowest step", max(steps), "ms", 50)
    row(f"{what}: memory of its JavaScript", used / 1e6, "MB", 64)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
