"""What was said, read from events and from requests by other means than those of the store.

Both become a list of items: who said which text, which call was made, which result it had.
"""

import json


def texts(content):
    """The texts of a content: a string, or blocks."""
    if isinstance(content, str):
        return [content]
    if isinstance(content, dict):
        content = [content]
    return [block["text"] for block in content or [] if isinstance(block.get("text"), str)]


def plain(arguments):
    """Arguments as a value; a lone text counts as itself."""
    if isinstance(arguments, str):
        try:
            arguments = json.loads(arguments)
        except ValueError:
            return arguments
    if isinstance(arguments, dict) and list(arguments) == ["input"]:
        return arguments["input"]
    return arguments


def is_surrounding(text):
    """Whether the tool says it in a person's place, of what is around the conversation."""
    return text.lstrip().startswith((
        "<system-reminder>", "<environment_context>", "<permissions instructions>",
        "# AGENTS.md instructions", "<turn_aborted>", "<skills_instructions>",
        "[Request interrupted", "<local-command", "<command-", "Caveat:"))


# What Claude Code itself calls otherwise by now, and says in a model's place.
RENAMED = {"Task": "Agent"}
FILLER = ("assistant", "No response requested.")


def said(role, content):
    found = [text.rstrip("\n") for text in texts(content)]
    return [(role, text) for text in found if text and not is_surrounding(text)]


def of_message(message):
    """Of Anthropic's form."""
    content = message["content"]
    if isinstance(content, str):
        return said(message["role"], content)
    items = []
    for block in content:
        if block["type"] == "text":
            items += said(message["role"], block["text"])
        elif block["type"] == "tool_use":
            name = RENAMED.get(block["name"], block["name"])
            items.append(("call", block["id"], name, plain(block["input"])))
        elif block["type"] == "tool_result":
            items.append(("result", block["tool_use_id"], texts(block.get("content"))))
    return items


def of_item(item):
    """Of OpenAI's Responses."""
    kind = item.get("type", "message")
    if kind == "message":
        return [] if item["role"] == "developer" else said(item["role"], item["content"])
    if kind in ("function_call", "custom_tool_call"):
        arguments = item.get("arguments", item.get("input"))
        name = RENAMED.get(item["name"], item["name"])
        return [("call", item["call_id"], name, plain(arguments))]
    if kind == "local_shell_call":
        return [("call", item["call_id"], "local_shell", item["action"])]
    if kind in ("function_call_output", "custom_tool_call_output"):
        return [("result", item["call_id"], texts(item["output"]))]
    return []


def of_event(event):
    """Of an event of the store's own."""
    data, kind = event["data"], event["type"]
    if kind == "prompt.submitted":
        return said("user", data["text"])
    if kind == "response.received":
        return said("assistant", data["text"])
    if kind == "tool.called":
        return [("call", data["gen_ai.tool.call.id"], data["gen_ai.tool.name"],
                 plain(data["gen_ai.tool.call.arguments"]))]
    if kind == "tool.returned":
        return [("result", data["gen_ai.tool.call.id"], texts(data["gen_ai.tool.call.result"]))]
    return []


def answered(items):
    """Without calls that have no result, and the other way round: tools leave those out, or make
    something up."""
    calls = {item[1] for item in items if item[0] == "call"}
    results = {item[1] for item in items if item[0] == "result"}
    paired = [item for item in items if item != FILLER
              and (item[0] not in ("call", "result") or item[1] in calls & results)]
    return together(paired)


def together(items):
    """Calls of one answer before the results of all of them, as some tools send them."""
    ordered, run = [], []
    for item in items + [None]:
        if item and item[0] in ("call", "result"):
            run.append(item)
            continue
        ordered += sorted(run, key=lambda part: part[0] == "result")
        run = []
        ordered += [item] if item else []
    return ordered


def compacted(payload, items, tool):
    """What a compaction of Codex leaves: messages that stand for all, or the prompts and a summary.
    In another tool it is one text."""
    history = payload.get("replacement_history")
    left = [item for entry in history or [] for item in of_item(entry)]
    if tool != "codex":
        words = [text for _, text in left] + [payload["message"]]
        return said("user", "\n".join(text for text in words if text))
    if history is not None:
        return left
    return [item for item in items if item[0] == "user"] + said("user", payload["message"])


def conversation(lines, moment, work, tool):
    """What was said up to the end of a line of events, as it is told in a tool."""
    items, folder = [], None
    is_subagent = moment.startswith("agent-")
    for line in lines:
        event = json.loads(line)
        data, dialect = event.get("data"), event.get("dialect")
        if event["type"] == "setting.changed" and event.get("subject") == "cwd" and not folder:
            folder = data["value"]
        if is_subagent and event.get("branch") != moment:
            continue
        if dialect == "claude-code" and data.get("type") in ("user", "assistant"):
            if data.get("isCompactSummary"):
                items = []
            if not data.get("isApiErrorMessage"):
                items += of_message(data["message"])
        elif dialect == "codex":
            payload = data.get("payload", data)
            if data.get("type") == "compacted":
                items = compacted(payload, items, tool)
            elif data.get("type") == "response_item":
                items += of_item(payload)
        elif dialect is None:
            items += of_event(event)
    return moved(answered(items), folder, work)


def moved(items, folder, work):
    return json.loads(json.dumps(items).replace(json.dumps(folder)[1:-1], json.dumps(work)[1:-1])) \
        if folder else json.loads(json.dumps(items))


def sent(request, prompt):
    """What a request says, without the tool's own words and the prompt at its end."""
    if "messages" in request:
        items = [item for message in request["messages"] for item in of_message(message)]
    else:
        items = [item for entry in request["input"] for item in of_item(entry)]
    ends = [index for index, item in enumerate(items) if item == ("user", prompt)]
    return json.loads(json.dumps(answered(items[:ends[-1]] if ends else items)))
