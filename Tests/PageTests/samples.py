"""Sessions to look at."""

import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "Tests/Fixtures/claude-code/sample.jsonl"


def make_sample(client, project):
    """A session with branches, a merge, a subagent, edits, an error and a tag; gives its id."""
    made = client.ask("POST", f"imports?project={project}", raw=SAMPLE.read_bytes())
    session = made["session"]
    client.ask("POST", f"sessions/{session}/branches", {"name": "idea", "from": "main@30"})
    client.append(
        session,
        ("prompt.submitted", {"text": "Could the reader be a generator?"}),
        ("file.changed", "notes.md", {"content": "# Ideas\n\nA generator reads lazily.\n"}),
        ("note.added", {"text": "Try this after the release."}),
        branch="idea",
    )
    merge = {"theirs": "idea", "into": "main", "commit": True}
    client.ask("POST", f"sessions/{session}/merges", merge)
    client.ask("POST", f"sessions/{session}/tags", {"name": "first-fix", "at": "main@40"})
    return session


def make_others(client, project):
    """Sessions beside it, as a person has them."""
    for title, model, prompt, answer in [
        ("CSV export for invoices", "gpt-5.1",
         "The totals differ from the ledger by a cent.",
         "The totals now agree with the ledger: each line is rounded once, at the end."),
        ("Rewrite the parser", "gemini-3-pro",
         "Could actors hold the parser's state?",
         "Merged: actors. One conflict was answered with ours."),
        ("Checkpoint rewind race", "claude-opus-4-5",
         "Two writers can both see an empty journal. Why?",
         "The lock is taken after the look. It has to be the other way round."),
        ("Why does the build fail?", "codex-1",
         "ld: symbol not found since this morning.",
         "It links against the wrong libstdc++: the old one is first on the path."),
        ("Gemini hooks: drop the second pass", "claude-sonnet-4-5",
         "Is the second pass needed at all?",
         "All passing. The integration tests never relied on it."),
    ]:
        client.session(
            project, title, ("prompt.submitted", {"text": prompt}),
            ("response.received", {"text": answer, "gen_ai.response.model": model}),
        )
