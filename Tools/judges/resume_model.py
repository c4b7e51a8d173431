"""A model on loopback that says the same whatever it is asked, in both forms of API that tools use.

Usage: resume_model.py PORT_FILE REQUESTS     writes its port, then each request on a line of its own
"""

import http.server
import json
import sys

port_file, requests = sys.argv[1:]


def events(pairs):
    return "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in pairs).encode()


def responses():
    """OpenAI's Responses API."""
    item = {"type": "message", "role": "assistant", "id": "msg_1",
            "content": [{"type": "output_text", "text": "Well."}]}
    usage = {"input_tokens": 1, "input_tokens_details": None, "output_tokens": 1,
             "output_tokens_details": None, "total_tokens": 2}
    return events([
        ("response.created", {"type": "response.created", "response": {"id": "resp_1"}}),
        ("response.output_item.done", {"type": "response.output_item.done", "item": item}),
        ("response.completed",
         {"type": "response.completed", "response": {"id": "resp_1", "usage": usage}}),
    ])


def messages():
    """Anthropic's Messages API."""
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-mock",
               "content": [], "stop_reason": None, "stop_sequence": None,
               "usage": {"input_tokens": 1, "output_tokens": 1}}
    return events([
        ("message_start", {"type": "message_start", "message": message}),
        ("content_block_start", {"type": "content_block_start", "index": 0,
                                 "content_block": {"type": "text", "text": ""}}),
        ("content_block_delta", {"type": "content_block_delta", "index": 0,
                                 "delta": {"type": "text_delta", "text": "Well."}}),
        ("content_block_stop", {"type": "content_block_stop", "index": 0}),
        ("message_delta", {"type": "message_delta", "delta": {"stop_reason": "end_turn",
                                                              "stop_sequence": None},
                           "usage": {"output_tokens": 1}}),
        ("message_stop", {"type": "message_stop"}),
    ])


class Model(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, kind, body):
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer("application/json", b'{"data": [], "models": []}')

    def do_HEAD(self):
        self.answer("application/json", b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path = self.path.split("?")[0]
        if path.endswith("/count_tokens"):
            return self.answer("application/json", b'{"input_tokens": 1}')
        if not path.endswith(("/messages", "/responses")):
            return self.answer("application/json", b"{}")
        request = json.loads(body)
        with open(requests, "a") as file:
            file.write(json.dumps({"path": path, "request": request}) + "\n")
        if path.endswith("/responses"):
            self.answer("text/event-stream", responses())
        elif request.get("stream"):
            self.answer("text/event-stream", messages())
        else:
            self.answer("application/json", json.dumps({
                "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-mock",
                "content": [{"type": "text", "text": "Well."}], "stop_reason": "end_turn",
                "stop_sequence": None, "usage": {"input_tokens": 1, "output_tokens": 1},
            }).encode())


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
with open(port_file, "w") as file:
    file.write(str(server.server_port))
server.serve_forever()
