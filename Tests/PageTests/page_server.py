"""Serves the page from its folder beside a real server, while that server does not serve it itself.

Everything but `/` and `/page/` is passed on, server-sent events as they come.
"""

import http.client
import http.server
import pathlib
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2] / "Sources/SessionServer/Page"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types worker"
)
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}


def versioned(text, version):
    """The page as the server makes it of its file: all modules named, each below its version."""
    modules = [str(file.relative_to(ROOT)) for file in sorted(ROOT.glob("*/**/*.js"))]
    links = "".join(f'<link rel="modulepreload" href="/page/{path}">\n' for path in modules)
    links += f'<meta name="worker" content="/worker.js?{version}">\n'
    return text.replace("</head>", f"{links}</head>").replace('"/page/', f'"/page/{version}/')


def serve(upstream, version=None):
    """Serves before the server at that port; gives the page's own port and what ends it.

    `version` gives the page's version of now, in hexadecimal digits; where there is none, browsers
    are not told to keep the page.
    """

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            """Says nothing: the test's output is its own."""

        def do_GET(self):
            path = self.path.split("?")[0]
            folder = f"/page/{version()}/" if version else "/page/"
            if path == "/":
                self.send_page("index.html")
            elif path == "/worker.js":
                self.send_page("worker.js")
            elif path.startswith(folder):
                self.send_page(path.removeprefix(folder))
            else:
                self.pass_on()

        def send_page(self, name):
            file = (ROOT / name).resolve()
            found = file.is_relative_to(ROOT) and file.is_file()
            body = file.read_bytes() if found else b""
            if version and name == "index.html":
                body = versioned(body.decode(), version()).encode()
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", TYPES.get(file.suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body)

        def pass_on(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
            kept = {"authorization", "content-type", "if-match", "if-none-match", "last-event-id"}
            headers = {k: v for k, v in self.headers.items() if k.lower() in kept}
            connection = http.client.HTTPConnection("127.0.0.1", upstream, timeout=90)
            try:
                connection.request(self.command, self.path, body, headers)
                self.answer(connection.getresponse())
            except OSError:
                self.close_connection = True
            finally:
                connection.close()

        def answer(self, response):
            bare = response.status in (204, 304)
            length = response.getheader("Content-Length")
            self.send_response(response.status)
            for name, value in response.getheaders():
                if name.lower() not in ("transfer-encoding", "connection"):
                    self.send_header(name, value)
            if length is None and not bare:
                self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            while not bare and (piece := response.read1(65536)):
                self.wfile.write(piece if length else b"%x\r\n%s\r\n" % (len(piece), piece))
                self.wfile.flush()
            if length is None and not bare:
                self.wfile.write(b"0\r\n\r\n")

        do_POST = do_PUT = do_PATCH = do_DELETE = pass_on

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *_):
            """A browser that goes away in the middle of an answer is none of a test's business."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1], server.shutdown
