"""Asks the server as a program does: what tests need before a person comes to the page."""

import json
import urllib.error
import urllib.parse
import urllib.request


class Client:
    """One user's way to the server."""

    def __init__(self, base, token):
        self.base, self.token = base, token

    def ask(self, method, path, body=None, raw=None, headers=None):
        """The answer's JSON, or None; a refusal is an AssertionError that says it."""
        data = raw if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.base}/api/{path}", data, method=method)
        request.add_header("Authorization", f"Bearer {self.token}")
        if body is not None:
            request.add_header("Content-Type", "application/json")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                text = response.read()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read()}") from error
        return json.loads(text) if text else None

    def get(self, path, /, **query):
        """GET with a query; a list repeats its name."""
        text = urllib.parse.urlencode(query, doseq=True)
        return self.ask("GET", f"{path}?{text}" if text else path)

    def session(self, project, title, *events):
        """Makes a session with these events; gives its id."""
        made = self.ask("POST", "sessions", {"project": project, "title": title})["session"]
        if events:
            self.append(made, *events)
        return made

    def append(self, session, *events, branch="main"):
        """Appends events: `(kind, data)` or `(kind, subject, data)`."""
        bodies = [
            {"type": event[0], "data": event[-1]}
            | ({"subject": event[1]} if len(event) == 3 else {})
            for event in events
        ]
        body = {"branch": branch, "expecting": "any", "events": bodies}
        return self.ask("POST", f"sessions/{session}/events", body)

    def prompt(self, session, text, branch="main"):
        """Appends a prompt."""
        return self.append(session, ("prompt.submitted", {"text": text}), branch=branch)
