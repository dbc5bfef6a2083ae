"""HTTP servers on loopback, for tests that fetch."""

import contextlib
import http.server
import threading

from harness import TOP

ALLOW = "127.0.0.0/8"
HTML = "text/html; charset=utf-8"
PAGE = (TOP / "tests/site/pages/bridge.html").read_bytes()
WORDS = (
    "<p>At six on Tuesday morning the first lorry rolled over the old bridge, and the people who "
    "had waited on both banks cheered as it came.</p>"
)


class Site(http.server.BaseHTTPRequestHandler):
    """Notes what is asked for; a subclass says what is answered."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.server.hits.append(self.path)
        with contextlib.suppress(OSError):
            self.answer()

    def answer(self):
        self.send(PAGE)

    def send(self, body=b"", kind=HTML, status=200, fields=()):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in fields:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    """The paths that were asked of it are its hits, in order."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, handler, host="127.0.0.1", port=0):
        super().__init__((host, port), handler)
        self.hits = []
        self.base = f"http://{host}:{self.server_port}"

    def handle_error(self, *_):
        """A client that hangs up is none of the tests' business."""


@contextlib.contextmanager
def serving(handler=Site, host="127.0.0.1", port=0):
    """A server, as long as the block runs."""
    with Server(handler, host, port) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()
