"""Nothing is lost: every mail, whole; then one mail under every fault.

The reader and the fetcher are killed, hung, out of memory or lying, at every stage; disks are
full, limits low, signals sent.
"""

import email
import email.policy
import functools
import os
import pathlib
import signal
import subprocess
import time

import pytest

from harness import (
    BUILD,
    ENV,
    MAIL,
    OFFPRINT,
    TEASER,
    WARC,
    need,
    need_pty,
    run,
    without_sanitizers,
)
from samples import MAILS, NAMES, UNTOUCHED, header_of, sample

CHANGED = [name for name in NAMES if name not in UNTOUCHED]
REPLAY = [OFFPRINT, "--replay", WARC]
PIPES = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}


@functools.lru_cache(None)
def filtered(name):
    return run("--replay", WARC, stdin=sample(name))


def with_lf(data):
    return data.replace(b"\r\n", b"\n")


def parsed(name):
    """The message that a mail became, without a From_ line."""
    out = filtered(name).out
    body = out[out.index(b"\n") + 1 :] if out.startswith((b"From ", b">From ")) else out
    return email.message_from_bytes(body, policy=email.policy.default)


# --- every mail as it is: its article or its own bytes, and back again


@pytest.mark.parametrize("name", NAMES)
def test_something_comes_out(name):
    assert filtered(name).status == 0
    assert filtered(name).out


@pytest.mark.parametrize("name", NAMES)
def test_standard_error_is_silent(name):
    assert filtered(name).err == b""


@pytest.mark.parametrize("name", UNTOUCHED)
def test_byte_for_byte(name):
    assert filtered(name).out == sample(name), filtered(name).out[:300]


@pytest.mark.parametrize("name", CHANGED)
def test_becomes_an_offprint(name):
    assert b"\nX-Offprint: status=" in with_lf(filtered(name).out)


@pytest.mark.parametrize("name", CHANGED)
def test_line_ends_are_the_mails(name):
    out = filtered(name).out
    crlf = sample(name).split(b"\n", 1)[0].endswith(b"\r")
    assert (out.count(b"\n") == out.count(b"\r\n")) == crlf


@pytest.mark.parametrize("name", NAMES)
def test_restored(name):
    done = run("--restore", stdin=filtered(name).out)
    assert done.status == 0
    assert done.out == sample(name), f"{len(done.out)} of {len(sample(name))} bytes"


def kept_fields(mail):
    """The lines of the fields that do not speak of the old body."""
    lines = header_of(with_lf(mail)).split(b"\n")
    own = (b"mime-version", b"content-")
    return [line for line in lines if line and not line.lower().startswith(own)]


@pytest.mark.parametrize(
    "name",
    [
        "teaser",
        "CRLF",
        "From_ line",
        ">From above the header",
        "8-bit header",
        "header of 10,000 lines",
    ],
)
def test_header_in_order_and_bytes(name):
    fields = kept_fields(sample(name))
    assert header_of(with_lf(filtered(name).out)).split(b"\n")[: len(fields)] == fields


@pytest.mark.parametrize("name", CHANGED)
def test_text_then_html(name):
    kinds = [part.get_content_type() for part in parsed(name).walk() if not part.is_multipart()]
    assert kinds[:2] == ["text/plain", "text/html"]


@pytest.mark.parametrize("name", [name for name in CHANGED if not name.startswith("folded")])
def test_no_line_over_998_octets(name):
    assert max(map(len, filtered(name).out.split(b"\n"))) <= 999


@pytest.mark.parametrize("name", CHANGED)
def test_inert(name):
    assert b"<script" not in filtered(name).out
    assert b"tracked" not in filtered(name).out


def test_attachment_goes_along():
    files = [part for part in parsed("attachment").walk() if part.get_filename() == "data.bin"]
    assert [part.get_payload(decode=True) for part in files] == [bytes(range(256)) * 40]


def test_attached_mail_goes_along():
    assert b"Subject: inner" in filtered("nested message/rfc822").out


def test_offprint_passes_through():
    made = filtered("teaser").out
    assert run("--replay", WARC, stdin=made).out == made


def test_same_mail_gives_the_same_bytes():
    assert run("--replay", WARC, stdin=TEASER).out == filtered("teaser").out


@pytest.mark.parametrize("how", ["message", "drop"])
def test_original(how):
    done = run("--replay", WARC, f"--original={how}", stdin=TEASER)
    assert done.status == 0
    assert (b"message/rfc822" in done.out) == (how == "message")
    assert b"gzip" not in done.out


def test_original_as_message_is_restored():
    out = run("--replay", WARC, "--original=message", stdin=TEASER).out
    assert run("--restore", stdin=out).out == TEASER


# --- the empty mail, and outputs that fail


def test_empty_input():
    done = run(stdin=b"")
    assert (done.status, done.out, done.err) == (0, b"", b"")


def test_full_disk():
    """Status 74, and it says so."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run(REPLAY, input=TEASER, stdout=full, stderr=subprocess.PIPE, env=ENV)
    assert done.returncode == 74
    assert b"No space left" in done.stderr


def test_standard_output_closed():
    command = ["sh", "-c", 'exec "$0" --replay "$1" >&-', OFFPRINT, WARC]
    done = subprocess.run(command, input=TEASER, stderr=subprocess.PIPE, env=ENV)
    assert done.returncode in (0, 74), done.stderr


def test_reader_of_the_output_is_gone():
    with subprocess.Popen(REPLAY, **PIPES, env=ENV) as process:
        process.stdout.close()
        process.stdin.write(TEASER)
        process.stdin.close()
        assert process.wait(30) == 74


# --- the reader and the fetcher in trouble, at every stage

OF_READER = ("input", "locate", "fetch", "extract", "compose", "reply")
OF_FETCHER = ("fetcher-start", "fetcher-request", "fetcher-answer", "fetcher-body", "fetcher-end")


def with_fault(stage, what, *args):
    env = {"OFFPRINT_FAULT": f"{stage}:{what}"}
    return run(*args, "--replay", WARC, stdin=TEASER, env=env)


@pytest.mark.parametrize("stage", OF_READER)
@pytest.mark.parametrize("what", ["KILL", "SEGV", "ABRT", "MEMORY", "LIE", "EXIT"])
def test_reader_in_trouble(stage, what):
    done = with_fault(stage, what)
    assert (done.status, done.err) == (0, b"")
    assert done.out == TEASER


@pytest.mark.parametrize("stage", OF_READER)
def test_reader_hangs(stage):
    """The original by the deadline."""
    start = time.monotonic()
    done = with_fault(stage, "HANG", "--deadline", "1")
    assert done.status == 0
    assert done.out == TEASER
    assert time.monotonic() - start < 3


@pytest.mark.parametrize("stage", OF_FETCHER)
@pytest.mark.parametrize("what", ["KILL", "SEGV", "MEMORY", "LIE", "EXIT"])
def test_fetcher_in_trouble(stage, what):
    done = with_fault(stage, what, "--deadline", "3")
    assert (done.status, done.err) == (0, b"")
    assert done.out == TEASER


@pytest.mark.parametrize("stage", OF_FETCHER)
def test_fetcher_hangs(stage):
    """The original by the deadline."""
    start = time.monotonic()
    done = with_fault(stage, "HANG", "--deadline", "2")
    assert done.status == 0
    assert done.out == TEASER
    assert time.monotonic() - start < 3


@pytest.mark.parametrize("what, status", [("KILL", 70), ("HANG", 75)])
def test_strict(what, status):
    """Nothing is written."""
    done = with_fault("extract", what, "--strict", "--deadline", "1")
    assert (done.status, done.out) == (status, b"")


@pytest.mark.parametrize(
    "to, word", [("text", b"first lorry"), ("html", b"first lorry"), ("json", b'"status":"failed"')]
)
def test_plainest_rendering(to, word):
    done = with_fault("extract", "SEGV", "--to", to)
    assert done.status == 0
    assert word in done.out
    assert b"<table" not in done.out


@without_sanitizers
def test_verbose_says_where_the_reader_died():
    assert "signal 11 at 'extract'" in with_fault("extract", "SEGV", "-v").said


BINARY = ("random bytes", "NULs alone")


@pytest.mark.parametrize("name", BINARY)
@pytest.mark.parametrize("to", ["text", "html", "links"])
def test_binary_has_no_text(name, to):
    done = run("--to", to, "--replay", WARC, stdin=MAILS[name])
    assert (done.status, done.out) == (65, b"")
    assert "binary data" in done.said


@pytest.mark.parametrize("name", BINARY)
def test_binary_as_json(name):
    """A line says so."""
    done = run("--to", "json", stdin=MAILS[name])
    assert (done.status, done.err) == (0, b"")
    assert b'"status":"failed"' in done.out
    assert b'"reason":"type"' in done.out


@pytest.mark.parametrize("name", ["empty text part", "empty parts", "no body", "one byte"])
@pytest.mark.parametrize("to", ["text", "html", "json", "links"])
def test_nothing_to_read_is_no_crash(name, to):
    done = run("-v", "--to", to, "--replay", WARC, stdin=MAILS[name])
    assert done.status == 0
    assert "killed" not in done.said


# --- helpers that are not there, limits that are too low

NOWHERE = {"OFFPRINT_LIBEXECDIR": "/nowhere"}


def test_plainest_rendering_of_addresses_and_tags():
    """It leaves out tags, and no addresses."""
    out = run("--to", "text", stdin=TEASER, env=NOWHERE).out
    assert b"From: Harbour Weekly <letter@harbour.example.org>\n" in out
    assert b"<table" not in out
    assert b"3 < 4" in run("--to", "text", stdin=b"<p>3 < 4</p></p>", env=NOWHERE).out


def test_person_at_a_terminal_is_told():
    master, slave = need_pty()
    command = [OFFPRINT, "--to", "text"]
    subprocess.run(command, input=TEASER, stdout=subprocess.DEVNULL, stderr=slave, env=NOWHERE)
    os.write(slave, b".")
    said = os.read(master, 999)
    os.close(slave)
    os.close(master)
    assert b"cannot start offprint-reader" in said


def test_no_reader():
    done = run(stdin=TEASER, env=NOWHERE)
    assert (done.status, done.out) == (0, TEASER)


def test_no_fetcher(tmp_path):
    (tmp_path / "offprint-reader").symlink_to(BUILD / "offprint-reader")
    env = {"OFFPRINT_LIBEXECDIR": str(tmp_path)}
    done = run("--replay", WARC, stdin=TEASER, env=env)
    assert (done.status, done.out) == (0, TEASER)


@without_sanitizers
@pytest.mark.parametrize("limit", ["-v 30000", "-n 8", "-t 1", "-f 0"])
def test_low_limit(limit):
    command = ["sh", "-c", f'ulimit {limit}; exec "$0" --replay "$1"', OFFPRINT, WARC]
    done = subprocess.run(command, input=TEASER, capture_output=True, env=ENV)
    assert done.returncode == 0
    assert done.stdout == TEASER or b"X-Offprint" in done.stdout, done.stderr


# --- signals


def has_ended(pid):
    """Gone, or waiting for whoever has to reap it."""
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return True
    return state == "Z"


def living(session):
    """Processes of a session that have not ended."""
    command = [need("pgrep"), "-s", str(session)]
    pids = subprocess.run(command, capture_output=True, text=True).stdout.split()
    return [pid for pid in pids if not has_ended(pid)]


def start_hanging():
    """A gate, in a session of its own, whose reader hangs."""
    need("pgrep")
    env = {**ENV, "OFFPRINT_FAULT": "extract:HANG"}
    process = subprocess.Popen(REPLAY, **PIPES, env=env, start_new_session=True)
    process.stdin.write(TEASER)
    process.stdin.close()
    time.sleep(0.3)
    return process


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_signal(name):
    """The children are killed, and the original comes out."""
    with start_hanging() as process:
        process.send_signal(signal.Signals[name])
        out = process.stdout.read()
        assert process.wait(10) == 0
        assert out == TEASER
        assert not living(process.pid)


def test_gate_killed():
    """No child is left."""
    with start_hanging() as process:
        process.kill()
        process.wait()
        time.sleep(0.3)
        assert not living(process.pid)


# --- surroundings


def check_same_bytes(command, **more):
    done = subprocess.run(command, input=TEASER, capture_output=True, **more)
    assert done.returncode == 0
    assert done.stdout == filtered("teaser").out


def test_no_path_no_home_no_lang():
    check_same_bytes(REPLAY, env={"OFFPRINT_LIBEXECDIR": str(BUILD)}, cwd="/")


def test_any_locale_and_umask():
    check_same_bytes(REPLAY, env={**ENV, "LC_ALL": "C", "LANG": "xx_YY"}, umask=0o777)


def test_sigpipe_ignored():
    script = 'trap "" PIPE XFSZ; exec "$0" --replay "$1"'
    check_same_bytes(["sh", "-c", script, OFFPRINT, WARC], env=ENV)


def start_on_a_file():
    with (MAIL / "teaser.eml").open("rb") as mail:
        return subprocess.Popen(REPLAY, stdin=mail, stdout=subprocess.PIPE, env=ENV)


def test_twenty_at_once():
    many = [start_on_a_file() for _ in range(20)]
    outs = [process.communicate()[0] for process in many]
    assert outs == [filtered("teaser").out] * 20
