"""HTTP/2 with a real server of it, and names with an address that does not answer (RFC 8305)."""

import email.message
import json
import re
import socket
import subprocess
import threading
import time

import pytest

from harness import BUILD, TOP, need, run

PAGE = (TOP / "tests/site/pages/bridge.html").read_bytes()
LINKS = [f"page{number}" for number in range(6)]
LOCAL = ["--cache", "off", "--allow-net", "127.0.0.0/8,::1"]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


def wait_for(condition):
    for _ in range(100):
        if condition():
            return True
        time.sleep(0.05)
    return False


# --- HTTP/2


def make_certificate(folder):
    names = "subjectAltName=IP:127.0.0.1,DNS:localhost"
    how = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    whose = ["-subj", "/CN=localhost", "-addext", names]
    where = ["-keyout", folder / "key", "-out", folder / "cert"]
    subprocess.run([need("openssl"), *how, *whose, *where], check=True, capture_output=True)


def make_pages(folder):
    folder.mkdir()
    (folder / "index.html").write_bytes(PAGE)
    for number, name in enumerate(LINKS):
        title = b"Page %d: the old bridge" % number
        (folder / f"{name}.html").write_bytes(PAGE.replace(b"The old bridge", title))


class Http2:
    """nghttpd, and what it says of each frame."""

    def __init__(self, folder, port):
        self.address = f"https://localhost:{port}"
        self.log = folder / "log"
        self.env = {"SSL_CERT_FILE": str(folder / "cert")}

    def run(self, *args, stdin=b""):
        done = run("-v", *LOCAL, *args, stdin=stdin, env=self.env)
        time.sleep(0.2)
        return done

    @property
    def said(self):
        return self.log.read_bytes().decode("latin-1")

    @property
    def connections(self):
        return set(re.findall(r"\[id=(\d+)\]", self.said))


@pytest.fixture(scope="module", name="certified")
def certify(tmp_path_factory):
    folder = tmp_path_factory.mktemp("http2")
    make_certificate(folder)
    make_pages(folder / "root")
    return folder


@pytest.fixture(name="http2")
def serve_http2(certified):
    nghttpd = need("nghttpd")
    port = free_port()
    server = Http2(certified, port)
    files = [str(certified / name) for name in ("key", "cert")]
    # From 1.70 on it keeps back what it says to a file.
    at_once = [need("stdbuf"), "-oL"]
    command = [*at_once, nghttpd, "-v", "-a", "127.0.0.1", "-d", str(certified / "root")]
    command += [str(port), *files]
    with server.log.open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            assert wait_for(lambda: answers(port)), "nghttpd does not listen"
            assert wait_for(lambda: server.connections), "nghttpd does not tell of a connection"
            yield server
        finally:
            process.kill()


def test_page(http2):
    done = http2.run("--from", "url", f"{http2.address}/index.html", "--to", "json")
    article = json.loads(done.out)
    assert done.status == 0
    assert article["status"] == "fetched", done.said
    assert "rolled over the old bridge" in article["text"]


def test_it_is_http2(http2):
    """A header of pseudo-fields."""
    http2.run("--from", "url", f"{http2.address}/index.html", "--to", "json")
    assert ":path: /index.html" in http2.said
    assert ":method: GET" in http2.said


def digest(address):
    mail = email.message.EmailMessage()
    mail["From"] = "Harbour <news@harbour.example.org>"
    mail["Subject"] = "The week"
    mail["List-Id"] = "<week.harbour.example.org>"
    mail["List-Unsubscribe"] = "<https://harbour.example.org/u/1>"
    mail.set_content("The week")
    items = "".join(
        f'<h2><a href="{address}/{name}.html">What the page number {number} says of the harbour'
        "</a></h2><p>A few words.</p>"
        for number, name in enumerate(LINKS)
    )
    mail.add_alternative(f"<html><body>{items}</body></html>", subtype="html")
    return mail.as_bytes()


def test_digest_of_six_pages(http2):
    done = http2.run("--articles", "6", stdin=digest(http2.address))
    assert done.status == 0
    assert [name for name in LINKS if f":path: /{name}.html" in http2.said] == LINKS, done.said


def test_six_pages_over_one_connection(http2):
    before = http2.connections
    http2.run("--articles", "6", stdin=digest(http2.address))
    assert len(http2.connections - before) == 1


# --- an address that does not answer

NAMES = BUILD / "tests/faults/.libs/names.so"


@pytest.fixture(name="both_names")
def need_names():
    """A name that has both addresses; gives the environment for it."""
    if not NAMES.exists():
        pytest.skip("build tests/faults/names.so: make check does, with glibc and shared libraries")
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError as error:
        pytest.skip(f"give the loopback an IPv6 address ({error})")
    return {"LD_PRELOAD": str(NAMES), "OFFPRINT_NAMES": "both.example.org ::1,127.0.0.1"}


@pytest.fixture(name="four")
def serve_four(both_names):
    """A server on 127.0.0.1, if the name can be had; gives its port."""
    assert both_names
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
        b"Content-Length: %d\r\n\r\n" % len(PAGE)
    )
    with socket.create_server(("127.0.0.1", 0), backlog=8) as listener:

        def serve():
            try:
                while True:
                    connection, _ = listener.accept()
                    with connection:
                        connection.recv(65536)
                        connection.sendall(head + PAGE)
            except OSError:
                return

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


@pytest.fixture(name="silent_six")
def open_silent_six(four):
    """::1 with a full queue of those who wait: the next SYN is not answered."""
    with socket.socket(socket.AF_INET6) as listener:
        listener.bind(("::1", four))
        listener.listen(0)
        full = [socket.socket(socket.AF_INET6) for _ in range(4)]
        for connection in full:
            connection.setblocking(False)
            connection.connect_ex(("::1", four))
        time.sleep(0.2)
        yield four
        for connection in full:
            connection.close()


def fetch_by_name(port, env):
    url = f"http://both.example.org:{port}/page"
    done = run("-v", *LOCAL, "--deadline", "15", "--from", "url", url, "--to", "json", env=env)
    assert json.loads(done.out)["status"] == "fetched", done.said


def test_address_that_does_not_answer(silent_six, both_names):
    """The other one is asked soon after."""
    start = time.monotonic()
    fetch_by_name(silent_six, both_names)
    assert time.monotonic() - start < 3


def test_address_that_refuses(both_names, four):
    fetch_by_name(four, both_names)
