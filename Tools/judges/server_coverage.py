"""Asks every operation of the description for what it is there for, and counts the answers.

Usage: server_coverage.py BASE TOKEN CODE TRANSCRIPT
"""

import json
import sys
import urllib.error
import urllib.request

import yaml

base, token, code, transcript = sys.argv[1:]
document = yaml.safe_load(open("Schemas/openapi.yaml", encoding="utf-8"))
good = set()
templates = [(method.upper(), path.split("/")[1:], operation["operationId"])
             for path, item in document["paths"].items()
             for method, operation in item.items() if method != "parameters"]


def operation(method, path):
    parts = path.split("?")[0].split("/")[1:]
    fitting = [(sum(part.startswith("{") for part in own), name)
               for verb, own, name in templates
               if verb == method and len(own) == len(parts)
               and all(a.startswith("{") or a == b for a, b in zip(own, parts))]
    return min(fitting)[1]


def ask(method, path, body=None, raw=None, bearer=token, **headers):
    data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(base + path, data, method=method, headers={
        "Authorization": f"Bearer {bearer}", **{k.replace("_", "-"): v for k, v in headers.items()}})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            name = operation(method, path)
            good.add(name)
            if name == "live":
                return answer.readline()
            text = answer.read()
            is_json = answer.headers.get_content_type() == "application/json"
            return (json.loads(text) if is_json else text), answer.headers
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {path}: {error.code} {error.read().decode()}")


for path in ["/health", "/metrics", "/openapi.yaml"]:
    ask("GET", path)
ask("POST", "/api/sign-in", {"code": code})
ask("GET", "/api/projects")
project = ask("POST", "/api/projects", {"name": "P"})[0]["project"]
at_project = f"/api/projects/{project}"
ask("GET", at_project)
ask("PATCH", at_project, {"name": "Q"})
ask("DELETE", at_project)
ask("POST", at_project + "/restoration")
ask("PUT", at_project + "/retention", {"days": 30})
ask("GET", at_project + "/retention")
ask("PUT", at_project + "/members/ben", {"role": "writer"})
ask("GET", at_project + "/members")
ask("DELETE", at_project + "/members/ben")
with open(transcript, "rb") as file:
    session = ask("POST", f"/api/imports?project={project}", raw=file.read())[0]["session"]
ask("POST", "/api/sessions", {"project": project, "title": "Other"})
at = f"/api/sessions/{session}"
tag = ask("GET", at)[1]["ETag"]
ask("PATCH", at, {"title": "Named", "settings": {"model": "m1"}}, If_Match=tag)
ask("POST", at + "/duplicate", {"title": "Copy"})
for name in ["info", "preview", "state", "files", "subjects/setting.changed", "context", "branches",
             "tags", "events", "timeline", "rows", "lanes",
             "matches?find=parse", "audit", "causes", "usage", "verification", "holds", "export"]:
    ask("GET", f"{at}/{name}")
path = ask("GET", at + "/files")[0]["files"][0]["path"]
ask("GET", f"{at}/content?path={path}")
ask("GET", f"{at}/blame?path={path}")
ask("GET", f"{at}/difference?from=main@2&to=main")
ask("GET", at + "/events/1")
ask("POST", at + "/events", {"expecting": "any", "events": [
    {"type": "prompt.submitted", "data": {"text": "a secret word"}}]})
ask("GET", f"/api/live?session={session}")
ask("POST", at + "/branches", {"name": "idea"})
ask("POST", at + "/events", {"branch": "idea", "expecting": "any", "events": [
    {"type": "prompt.submitted", "data": {"text": "b"}}]})
ask("POST", at + "/merges", {"theirs": "idea"})
ask("POST", at + "/picks", {"moments": ["idea"]})
ask("POST", at + "/restorations", {"at": "main@3"})
ask("PATCH", at + "/branches/idea", {"name": "old"})
ask("POST", at + "/tags", {"name": "v1"})
ask("GET", "/api/sessions")
ask("GET", "/api/search?words=secret")
ask("PUT", at + "/holds/case", {"reason": "court"})
ask("DELETE", at + "/holds/case?reason=over")
ask("POST", at + "/redactions", {"reason": "r", "text": "secret", "commit": True})
ask("DELETE", at, If_Match="*")
ask("POST", at + "/restoration")
ask("GET", at_project + "/log")

# What applications keep.
ask("PATCH", at_project + "/settings", {"settings": {"theme": "dark"}})
ask("GET", at_project + "/settings")
ask("PATCH", at_project + "/preferences", {"settings": {"size": 12}})
ask("GET", at_project + "/preferences")
ask("PUT", at_project + "/tabs", {"open": [{"session": session, "saved": 1}]})
ask("PUT", at_project + "/tabs", {"open": []})
ask("POST", at_project + "/tabs/restoration")
ask("GET", at_project + "/tabs")
ask("POST", at + "/comparison", {"settings": {"model": "m1"}})
ask("POST", at + "/seals")
ask("GET", at + "/seals")

# Projects as wholes.
ask("GET", at_project + "/deleted")
ask("GET", at_project + "/backups")
archive = ask("GET", at_project + "/export")[0]
ask("POST", "/api/project-imports?duplicate=true", raw=archive)

# People.
visitor = ask("POST", "/api/anonymous")[0]
passing = ask("POST", "/api/sessions", {"project": visitor["project"]}, bearer=visitor["token"])
ask("POST", f"/api/sessions/{passing[0]['session']}/keeping",
    {"project": project, "token": visitor["token"]})
ask("GET", "/api/me")
ask("PATCH", "/api/me", {"notesOrigin": False})
ask("GET", "/api/users/owner/sessions")
ask("GET", "/api/users/owner/export")
ask("DELETE", "/api/users/owner?dry=true")
missing = {name for _, _, name in templates} - good
if missing:
    sys.exit(f"no good answer of: {', '.join(sorted(missing))}")
print(f"{len(good)} operations: each gave what was asked for")
