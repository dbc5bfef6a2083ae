"""What the caller leaves the gate with, and what it does to the caller's files:
descriptors, signals, a full pipe, --in-place, mailboxes of any size.
"""

import os
import signal
import subprocess
import time

import pytest
from harness import BUILD, ENV, OFFPRINT, TEASER, WARC, run, without_sanitizers

LINE = b"From sender@tram.example Tue Nov 24 08:00:00 2026\n"


def letter(number, body=b"hello"):
    return (
        b"From: a@tram.example\nSubject: tram %d\nMessage-ID: <%d@tram.example>\n\n"
        b"%s, this is tram-%d-\n" % (number, number, body, number)
    )


def mailbox(numbers, body=b"hello"):
    return b"".join(LINE + letter(n, body) + b"\n" for n in numbers)


def shell(line, **more):
    return subprocess.run(
        ["bash", "-c", line], capture_output=True, env={**ENV, "P": OFFPRINT}, timeout=30, **more
    )


# --- descriptors


def test_dev_fd_names_an_input(tmp_path):
    (tmp_path / "m").write_bytes(TEASER)
    assert shell("exec 3<m; $P -n /dev/fd/3", cwd=tmp_path).stdout == TEASER
    assert shell("$P -n <(cat m)", cwd=tmp_path).stdout == TEASER
    assert shell("exec 7<m; $P -n /dev/fd/7 5</dev/null 9</dev/null", cwd=tmp_path).stdout == TEASER
    assert shell("$P -n /dev/fd/8", cwd=tmp_path).returncode == 66


def test_dev_fd_names_a_configuration(tmp_path):
    (tmp_path / "m").write_bytes(TEASER)
    (tmp_path / "c").write_text("[default]\nno such setting\n")
    r = shell("$P -n --config /dev/fd/3 /dev/fd/5 3<c 5<m", cwd=tmp_path)
    assert r.stdout == TEASER and b"/c:2: " in r.stderr
    r = shell("$P -n --config <(cat c) <m", cwd=tmp_path)
    assert r.returncode == 64 and b"a pipe cannot be read here" in r.stderr


@pytest.mark.parametrize("how", ["<&-", ">&-", "<&- >&-", "<&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_descriptor_is_an_error(tmp_path, how):
    (tmp_path / "m").write_bytes(TEASER)
    given = "" if "<&-" in how else "<m"
    r = shell(f"$P -n {given} {how}", cwd=tmp_path)
    assert r.returncode == 74 and r.stdout == b""


def test_closed_standard_error_is_none(tmp_path):
    (tmp_path / "m").write_bytes(TEASER)
    r = shell("$P -n -v <m 2>&-", cwd=tmp_path)
    assert (r.returncode, r.stdout) == (0, TEASER)


# --- signals


@pytest.mark.parametrize(
    "name", "TERM INT HUP ALRM USR1 USR2 QUIT IO PROF VTALRM XCPU PWR STKFLT RTMIN".split()
)
def test_a_signal_ends_in_the_original(name):
    number = getattr(signal, f"SIG{name}", None)
    if number is None:
        pytest.skip("this system has no such signal")
    env = {**ENV, "OFFPRINT_FAULT": "extract:HANG"}
    p = subprocess.Popen(
        [OFFPRINT, "--cache", "off", "--replay", WARC, "--deadline", "9"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
    )
    p.stdin.write(TEASER)
    p.stdin.close()
    p.stdin = None
    time.sleep(0.5)
    p.send_signal(number)
    out, err = p.communicate(timeout=20)
    assert (p.returncode, out, err) == (0, TEASER, b"")


def test_a_signal_that_waits_since_before_exec():
    def block_and_send():
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM, signal.SIGUSR1])
        os.kill(os.getpid(), signal.SIGALRM)
        os.kill(os.getpid(), signal.SIGUSR1)

    p = subprocess.run(
        [OFFPRINT, "-n"], input=TEASER, capture_output=True, env=ENV, preexec_fn=block_and_send
    )
    assert (p.returncode, p.stdout) == (0, TEASER)


def test_a_signal_ends_a_stalled_input():
    p = subprocess.Popen(
        [OFFPRINT, "-n"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENV,
    )
    p.stdin.write(TEASER[:50])
    p.stdin.flush()
    time.sleep(0.3)
    p.terminate()
    since = time.monotonic()
    assert p.wait(10) == 75 and time.monotonic() - since < 5 and p.stdout.read() == b""


def test_a_signal_waits_for_an_input_that_comes():
    p = subprocess.Popen(
        [OFFPRINT, "-n"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENV,
    )
    p.stdin.write(TEASER[:50])
    p.stdin.flush()
    time.sleep(0.3)
    p.terminate()
    time.sleep(0.3)
    out, _ = p.communicate(TEASER[50:])
    assert (p.returncode, out) == (0, TEASER)


# --- standard error


def test_a_full_pipe_is_not_waited_for():
    r, w = os.pipe()
    os.set_blocking(w, False)
    with pytest.raises(BlockingIOError):
        while True:
            os.write(w, b"x" * 4096)
    os.set_blocking(w, True)
    since = time.monotonic()
    p = subprocess.run(
        [OFFPRINT, "-n", "-v", "--from", "mbox"],
        input=mailbox(range(300)),
        stdout=subprocess.PIPE,
        stderr=w,
        env=ENV,
        timeout=60,
    )
    os.close(r)
    os.close(w)
    assert p.returncode == 0 and p.stdout == mailbox(range(300)) and time.monotonic() - since < 20


# --- --in-place


@pytest.fixture
def slow(tmp_path):
    """A mail whose rewriting takes a second: its reader begins late."""
    helpers, path = tmp_path / "helpers", tmp_path / "mails" / "mail"
    helpers.mkdir()
    path.parent.mkdir()
    path.write_bytes(TEASER)
    for f in [*BUILD.glob("offprint-*"), *(BUILD / ".libs").glob("*.so")]:
        if not (helpers / f.name).exists():
            (helpers / f.name).symlink_to(f)
    (helpers / "offprint-reader").unlink()
    (helpers / "offprint-reader").write_text(f"#!/bin/sh\nsleep 1\nexec {BUILD}/offprint-reader\n")
    (helpers / "offprint-reader").chmod(0o755)

    def rewrite(meanwhile):
        env = {**ENV, "OFFPRINT_LIBEXECDIR": str(helpers)}
        p = subprocess.Popen(
            [OFFPRINT, "--in-place", str(path), "--replay", WARC], env=env, stderr=subprocess.PIPE
        )
        time.sleep(0.5)
        meanwhile(path)
        _, err = p.communicate(timeout=20)
        return p.returncode, err

    rewrite.path = path
    return rewrite


def test_in_place_rewrites(slow):
    slow.path.chmod(0o440)
    status, err = slow(lambda path: None)
    assert status == 0 and b"\nX-Offprint: status=fetched" in slow.path.read_bytes(), err
    assert [f.name for f in slow.path.parent.iterdir()] == [
        "mail"
    ] and slow.path.stat().st_mode & 0o777 == 0o440


def test_in_place_leaves_alone_what_was_written_meanwhile(slow):
    status, err = slow(lambda path: path.write_bytes(TEASER + b"more"))
    assert status == 75 and slow.path.read_bytes() == TEASER + b"more" and b"changed" in err


def test_in_place_leaves_alone_what_took_its_place(slow, tmp_path):
    other = tmp_path / "other"
    other.write_bytes(b"another file")

    def take_place(path):
        path.unlink()
        path.symlink_to(other)

    status, _ = slow(take_place)
    assert (
        status == 75
        and other.read_bytes() == b"another file"
        and [f.name for f in slow.path.parent.iterdir()] == ["mail"]
    )


def test_in_place_follows_a_link_that_stands_there(slow, tmp_path):
    (tmp_path / "link").symlink_to(slow.path)
    r = run("--in-place", str(tmp_path / "link"), "--replay", WARC)
    assert (
        r.status == 0
        and (tmp_path / "link").is_symlink()
        and b"\nX-Offprint" in slow.path.read_bytes()
    )


def test_in_place_leaves_alone_what_was_moved_away(slow):
    status, _ = slow(lambda path: path.rename(path.parent / "mail,S"))
    assert status == 75 and [f.name for f in slow.path.parent.iterdir()] == ["mail,S"]


def test_in_place_leaves_alone_what_has_two_names(slow):
    os.link(slow.path, slow.path.parent / "second")
    r = run("--in-place", str(slow.path), "--replay", WARC)
    assert (
        r.status == 75
        and slow.path.read_bytes() == (slow.path.parent / "second").read_bytes() == TEASER
    )


# --- mailboxes


@pytest.mark.parametrize("count", [0, 1, 2, 63, 64, 65, 128, 700])
def test_every_mail_comes_out(count):
    box = mailbox(range(count))
    for args in ([], ["--to", "mbox"]):
        r = run("-n", "--from", "mbox", *args, stdin=box)
        assert (r.status, r.out) == (0, box)


def test_more_mails_than_were_once_worked_on(tmp_path):
    r = run("-n", "-v", "--from", "mbox", "--to", "mbox", stdin=mailbox(range(10050)), timeout=170)
    assert r.status == 0 and r.out == mailbox(range(10050))
    assert b"10050 items: 0 fetched" in r.err and b"item 10050: status=untouched" in r.err


def test_each_mail_is_a_message_of_its_own(tmp_path):
    folder = tmp_path / "mails"
    assert (
        run("-n", "--from", "mbox", "--to", f"maildir:{folder}", stdin=mailbox(range(150))).status
        == 0
    )
    got = sorted(p.read_bytes() for p in (folder / "new").iterdir())
    assert got == sorted(letter(n) for n in range(150)) and not list((folder / "tmp").iterdir())


def test_line_ends_and_unusual_lines_stay():
    box = mailbox(range(100)).replace(b"\n", b"\r\n")
    assert run("-n", "--from", "mbox", "--to", "mbox", stdin=box).out == box
    undated = mailbox(range(100)).replace(LINE, b"From tram\n")
    assert run("-n", "--from", "mbox", "--to", "mbox", stdin=undated).out == undated
    sentence = mailbox(range(100), b"hello\n\nFrom here on it runs again.\nFrom : x\n\nFrom :\n\n")
    assert run("-n", "--from", "mbox", "--to", "mbox", stdin=sentence).out.count(b"tram-") == 100


@without_sanitizers
def test_a_large_mailbox_takes_no_more_memory_than_a_small_one(tmp_path):
    """96 MiB of mails, and one among them of 40 MiB, in pieces."""

    def most(*parts):
        path = tmp_path / "box"
        with open(path, "wb") as f:
            for part in parts:
                f.write(part)
        pid = os.fork()
        if pid == 0:
            os.dup2(os.open(path, os.O_RDONLY), 0)
            os.dup2(os.open(tmp_path / "out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
            os.execve(OFFPRINT, [OFFPRINT, "-n", "--from", "mbox", "--to", "mbox"], ENV)
        _, status, used = os.wait4(pid, 0)
        assert status == 0 and (tmp_path / "out").read_bytes() == path.read_bytes()
        return used.ru_maxrss * 1024

    piece = mailbox(range(8), b"x" * 76 + b"\n" + b"tram words " * 100000)
    small = most(piece)
    large = most(
        *[piece] * 6, LINE, b"Subject: large\n\n", b"x" * (40 << 20), b"\n\n", *[piece] * 5
    )
    assert large < small + (64 << 20), (small, large)


def test_one_bad_mail_costs_no_other(tmp_path):
    """The reader dies over one of them: it alone comes out as it was."""
    good = [TEASER.replace(b"Message-ID: <", b"Message-ID: <%d" % n) for n in range(5)]
    box = (
        b"".join(LINE + m + b"\n" for m in good[:2])
        + LINE
        + letter(7)
        + b"\n"
        + b"".join(LINE + m + b"\n" for m in good[2:])
    )
    whole = run("--replay", WARC, "--from", "mbox", "--to", "mbox", stdin=box)
    assert whole.out.count(b"\nX-Offprint: status=fetched") == 5
    r = run(
        "--replay",
        WARC,
        "--from",
        "mbox",
        "--to",
        "mbox",
        stdin=box,
        env={"OFFPRINT_FAULT": "compose:KILL"},
    )
    assert (r.status, r.out) == (0, box)


def test_strict_writes_nothing_if_the_reader_dies():
    r = run(
        "-n",
        "--strict",
        "--from",
        "mbox",
        stdin=mailbox(range(70)),
        env={"OFFPRINT_FAULT": "compose:KILL"},
    )
    assert r.status == 70 and r.out == b""


def test_what_is_no_mailbox_comes_out_as_it_was():
    for data in (b"", b"\n", b"no mailbox\n", b"words\n\n" + mailbox(range(3)), b"\0" * 5000):
        r = run("-n", "--from", "mbox", "--to", "mbox", stdin=data)
        assert r.out.replace(b"\n", b"") == data.replace(b"\n", b""), data[:20]
