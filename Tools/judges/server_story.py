"""The story of the README, told by a client that was generated from the server's description.

Usage: server_story.py BASE TOKEN
"""

import sys

from session_store_client import AuthenticatedClient
from session_store_client.api.branches import fork_branch, merge
from session_store_client.api.events import append_events, list_events
from session_store_client.api.moments import get_state
from session_store_client.api.projects import create_project
from session_store_client.api.sessions import create_session
from session_store_client.models import (
    NewBranch, NewEvent, NewEventData, NewEvents, NewEventsExpectingType1, NewMerge, NewProject,
    NewSession, Problem)

base, token = sys.argv[1:]
client = AuthenticatedClient(base_url=base, token=token)


def good(answer):
    """The answer, which must be none of the problems."""
    assert answer is not None and not isinstance(answer, Problem), answer
    return answer


def said(text, kind="prompt.submitted", actor=None):
    data = NewEventData()
    data["text"] = text
    event = NewEvent(type_=kind, data=data)
    if actor:
        event.actor = actor
    return event


project = good(create_project.sync(client=client, body=NewProject(name="Parser")))
session = good(create_session.sync(
    client=client, body=NewSession(project=project.project, title="Rewrite the parser")))
head = good(append_events.sync(session.session, client=client, body=NewEvents(
    expecting=NewEventsExpectingType1.ANY,
    events=[said("Why does the build fail?"),
            said("x is missing.", "response.received", "model:m1")])))
late = append_events.sync(session.session, client=client, body=NewEvents(
    expecting=head.head - 1, events=[said("too late")]))
assert isinstance(late, Problem) and late.code == "headMoved" and late.actual == head.head, late
good(fork_branch.sync(session.session, client=client, body=NewBranch(
    name="idea", from_=f"main@{head.head}")))
good(append_events.sync(session.session, client=client, body=NewEvents(
    branch="idea", expecting=head.head, events=[said("What if x were a module?")])))
merged = good(merge.sync(session.session, client=client, body=NewMerge(
    theirs="idea", commit=True)))
assert merged.committed.written >= 1, merged
then = good(get_state.sync(session.session, client=client, at=f"main@{head.head}"))
now = good(get_state.sync(session.session, client=client))
assert then.prompts == 1 and now.prompts == 2, (then.prompts, now.prompts)
events = good(list_events.sync(session.session, client=client)).events
assert [event.type_ for event in events].count("prompt.submitted") == 2, events
print("the generated client: the story holds")
