"""Makes the large session that the page is measured with."""

import json
import time
import urllib.request

WORDS = ("line field quote reader parser record file test error branch merge window number "
         "column table index value first second last empty whole").split()


class Server:
    """Asks a server, as its owner."""

    def __init__(self, base, token):
        self.base, self.token = base, token

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.base}/api/{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=600) as answer:
            return json.loads(answer.read() or "null")


def text(seed, words):
    return " ".join(WORDS[(seed * 7 + index * index * 3 + index) % len(WORDS)]
                    for index in range(words))


def moment(number):
    """Some seconds after each other, from a fixed day on."""
    seconds = 1_772_000_000 + number * 7
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(seconds))


def said(number, turn):
    """Every 40 events a turn: a prompt, an answer, then tools and files."""
    place = number % 40
    if place == 0:
        return {"type": "prompt.submitted", "data": {"text": f"{text(turn, 24)}?"}}
    if place == 1:
        return {"type": "response.received", "actor": "model:m1", "data": {
            "text": f"## {text(turn, 4)}\n\n{text(turn + 1, 90)}\n\n- {text(turn, 9)}\n",
            "gen_ai.response.model": "m1", "gen_ai.usage.input_tokens": 900 + turn % 700,
            "gen_ai.usage.output_tokens": 100 + (turn * 37) % 900}}
    call = f"c{number // 2}"
    if place % 2 == 0:
        tool = "Edit" if place % 8 == 4 else "Bash"
        return {"type": "tool.called", "actor": "model:m1", "data": {
            "gen_ai.tool.name": tool, "gen_ai.tool.call.id": call,
            "gen_ai.tool.call.arguments": {"command": f"make {text(number, 5)}"}}}
    return {"type": "tool.returned", "actor": "tool:Bash", "data": {
        "gen_ai.tool.name": "Bash", "gen_ai.tool.call.id": call,
        "gen_ai.tool.call.result": text(number, 30),
        **({"error.type": "exit"} if number % 331 == 0 else {})}}


def event(number, total):
    """The event of a number, of so many: a result of 2 MB stands in the middle."""
    turn = number // 40
    if number == total // 80 * 40 + 3:
        one = said(number, turn)
        one["data"]["gen_ai.tool.call.result"] = (text(number, 12) + "\n") * (2_000_000 // 75)
    elif number % 40 == 10:
        one = {"type": "setting.changed", "subject": f"setting-{turn % 9}",
               "data": {"value": turn}}
    else:
        one = said(number, turn)
    return {**one, "time": moment(number), "eventid": f"large-{number}"}


def make(server, events, title):
    """The session of so many events: the one that is there, or a new one."""
    project = server.ask("GET", "projects")["projects"][0]["project"]
    known = server.ask("GET", f"sessions?project={project}&limit=500")["sessions"]
    found = [one["session"] for one in known if one.get("title") == title]
    if found:
        return found[0]
    session = server.ask(
        "POST", "sessions", {"project": project, "title": title})["session"]
    for first in range(0, events, 500):
        batch = [event(number, events) for number in range(first, min(first + 500, events))]
        server.ask("POST", f"sessions/{session}/events", {"expecting": "any", "events": batch})
    for name, at in [("idea", events // 3), ("agent-1", events // 2)]:
        server.ask("POST", f"sessions/{session}/branches", {"name": name, "from": f"main@{at}"})
        server.ask("POST", f"sessions/{session}/events", {
            "branch": name, "expecting": "any",
            "events": [event(number, 10**9) | {"eventid": f"{name}-{number}"}
                       for number in range(400)]})
    return session
