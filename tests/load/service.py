"""A small HTTP service with a slow and a fast side, as a user's might be: `python service.py PORT`.

`SIDE=vessel` answers at once, anything else after 25 ms; `STALL=AFTER:SECONDS` stands still once, for all
requests; `BROKEN=1` answers 500 to every third order.
"""

import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STARTED = time.monotonic()
AFTER, STILL = (float(part) for part in os.environ.get("STALL", "1e9:0").split(":"))
DOOR = threading.Lock()
seen = 0


class Handler(BaseHTTPRequestHandler):
    """GET /products?query=..., POST /orders."""

    protocol_version = "HTTP/1.1"

    def answer(self, status: int, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def work(self) -> None:
        global seen
        with DOOR:
            seen += 1
            if seen == AFTER:
                time.sleep(STILL)
        if os.environ.get("SIDE") != "vessel":
            time.sleep(0.025)

    def do_GET(self) -> None:
        if self.path != "/ready":
            self.work()
        self.answer(200, {"path": self.path})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.work()
        broken = os.environ.get("BROKEN") and seen % 3 == 0
        self.answer(500 if broken else 201, {"items": len(body["items"])})

    def log_message(self, *args: object) -> None:
        """Nothing is written."""


class Server(ThreadingHTTPServer):
    """Small messages go out at once, and many clients may come at once: a full queue resets connections."""

    request_queue_size = 128
    daemon_threads = True
    disable_nagle_algorithm = True


if __name__ == "__main__":
    Handler.disable_nagle_algorithm = True  # type: ignore[attr-defined]
    Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
