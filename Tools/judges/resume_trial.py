"""Goes on with sessions in the tools themselves, and compares what they send with what was said.

Usage: resume_trial.py SESSION_COMMAND SITE_PACKAGES FOLDER SESSION…
"""

import json
import os
import subprocess
import sys

from resume_reading import conversation, sent

command, packages, folder = sys.argv[1:4]
sessions = sys.argv[4:]
prompt = "And now, what is next?"
work = os.path.join(folder, "work")
os.makedirs(work, exist_ok=True)
base = "http://127.0.0.1:" + open(os.path.join(folder, "port")).read()
requests = os.path.join(folder, "requests")


def codex_home():
    home = os.path.join(folder, "codex")
    os.makedirs(home, exist_ok=True)
    with open(os.path.join(home, "config.toml"), "w") as file:
        file.write(f"""model = "gpt-5.5"
model_provider = "mock"
[model_providers.mock]
name = "mock"
base_url = "{base}/v1"
wire_api = "responses"
""")
    return home


environment = {
    **os.environ, "HOME": folder, "CODEX_HOME": codex_home(),
    "CLAUDE_CONFIG_DIR": os.path.join(folder, "claude"), "ANTHROPIC_BASE_URL": base,
    "ANTHROPIC_API_KEY": "sk-none", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
}
tools = {
    "claude-code": lambda id: [
        f"{packages}/claude_agent_sdk/_bundled/claude", "-p", "--resume", id, prompt],
    "codex": lambda id: [
        f"{packages}/codex_cli_bin/bin/codex", "exec", "--skip-git-repo-check", "-s", "read-only",
        "resume", id, prompt],
}


def run(*arguments, **more):
    return subprocess.run(
        arguments, env=environment, cwd=work, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, timeout=300, **more)


def moments(session):
    """Heads of all branches, and the moments before the last prompts."""
    branches = [json.loads(line) for line in run(
        command, "branch", session, "--json").stdout.splitlines()]
    names = [branch["name"] for branch in branches if "name" in branch]
    return names + ["main~1", "main~2"]


def trial(session, moment, tool):
    open(requests, "w").close()
    written = run(command, "resume", session, moment, "--with", tool, "--cwd", work, "--json")
    if written.returncode != 0:
        return f"resume ended with {written.returncode}: {written.stderr}"
    place = json.loads(written.stdout)
    done = run(*tools[tool](place["id"]))
    asked = [json.loads(line)["request"] for line in open(requests)]
    asked = [request for request in asked if prompt in json.dumps(request)]
    if not asked:
        return f"the tool asked nothing and ended with {done.returncode}: {done.stderr[-500:]}"
    events = run(command, "export", session, moment, "--format", "cloudevents").stdout
    expected = conversation(events.splitlines(), moment, work, tool)
    found = sent(asked[-1], prompt)
    if expected == found:
        return None
    for index in range(max(len(expected), len(found))):
        pair = [items[index] if index < len(items) else None for items in (expected, found)]
        if pair[0] != pair[1]:
            return f"{len(expected)} and {len(found)} items, of which item {index} differs:\n" \
                f"    said {str(pair[0])[:300]}\n    sent {str(pair[1])[:300]}"


good, bad = 0, 0
for session in sessions:
    for moment in moments(session):
        for tool in tools:
            problem = trial(os.path.abspath(session), moment, tool)
            name = f"{os.path.basename(session)} {moment} in {tool}"
            print(f"{name}: {problem or 'as it was said'}", flush=True)
            good, bad = good + (problem is None), bad + (problem is not None)
print(f"{good} of {good + bad} trials went as they should")
sys.exit(bad > 0)
