"""--from warc: each page of an archive is a line, in order, whatever stands beside it."""

import gzip
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import zlib

import pytest

from harness import BUILD, ENV, OFFPRINT, TOP, need, run, without_sanitizers

WORDS = (
    "At six on Tuesday morning the first lorry rolled over the old bridge, and the people who had "
    "waited on both banks cheered. "
)
README = (TOP / "contrib" / "archives.md").read_text()


def page(name):
    return (
        f"<html><head><title>{name}</title></head><body><article><h1>{name}</h1>"
        f"<p>{WORDS}</p><p>{WORDS}{name}.</p></article></body></html>"
    ).encode()


def http(body, more="", status="200 OK", kind="text/html; charset=utf-8"):
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


RESPONSE = {
    "kind": "response",
    "url": "https://example.org/",
    "content": "application/http; msgtype=response",
    "version": "1.1",
    "length": None,
}


def record(block, **more):
    fields = {**RESPONSE, **more}
    length = len(block) if fields["length"] is None else fields["length"]
    uri = f"WARC-Target-URI: {fields['url']}\r\n" if fields["url"] else ""
    head = (
        f"WARC/{fields['version']}\r\nWARC-Type: {fields['kind']}\r\n"
        "WARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2026-11-24T08:00:00Z\r\n"
        f"{uri}Content-Type: {fields['content']}\r\nContent-Length: {length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(number, url="https://example.org/{}", **more):
    return record(http(page(f"Page {number}")), url=url.format(number), **more)


def members(*records):
    return b"".join(map(gzip.compress, records))


FIELDS = "application/warc-fields"
INFO = record(b"software: test\r\n", kind="warcinfo", url=None, content=FIELDS)
TEN = [answer(number) for number in range(10)]
TITLES = [f"Page {number}" for number in range(10)]


class Lines:
    """What came of an archive: a line of JSON for each page."""

    def __init__(self, archive, *args, env=None):
        self.done = run("--from", "warc", "-v", *args, stdin=archive, env=env)
        self.status = self.done.status
        self.said = self.done.said
        self.lines = [json.loads(line) for line in self.done.text.split("\n") if line]

    def all(self, key):
        return [line.get(key) for line in self.lines]


# --- forms

OLD = b"".join(
    answer(number, url="<https://example.org/{}>", version="1.0") for number in range(10)
)
LF = (
    (INFO + b"".join(TEN))
    .replace(b"WARC/1.1\r\n", b"WARC/1.1\n")
    .replace(b"\r\n\r\nWARC", b"\n\nWARC")
)
FORMS = {
    "a gzip member a record": members(INFO, *TEN),
    "plain": INFO + b"".join(TEN),
    "all in one gzip member": gzip.compress(INFO + b"".join(TEN)),
    "WARC 1.0, <address>": OLD,
    "LF line ends": LF,
}


@pytest.mark.parametrize("form", FORMS)
def test_form(form):
    found = Lines(FORMS[form])
    assert found.status == 0
    assert found.all("title") == TITLES
    assert found.all("url") == [f"https://example.org/{number}" for number in range(10)]


def test_four_readers():
    """The order and the numbers of the records stay."""
    found = Lines(members(INFO, *TEN), "-j", "4")
    assert found.all("title") == TITLES
    assert found.all("record") == list(range(2, 12))


def test_line_says_what_the_page_alone_would_give():
    [line] = Lines(members(TEN[3])).lines
    address = ["--base-url", "https://example.org/3"]
    alone = run("--from", "html", "--to", "json", "--no-fetch", *address, stdin=page("Page 3"))
    assert {key: value for key, value in line.items() if key != "record"} == json.loads(alone.out)


def test_sum():
    assert "11 records, 10 pages, 0 bad" in Lines(members(INFO, *TEN), "-j", "4").said


# --- which records

OTHERS = {
    "request": record(
        b"GET / HTTP/1.1\r\n\r\n", kind="request", content="application/http; msgtype=request"
    ),
    "404": record(http(page("Gone"), status="404 Not Found")),
    "301": record(http(page("Moved"), "Location: /x\r\n", "301 Moved")),
    "picture": record(http(b"\x89PNG", kind="image/png")),
    "metadata": record(b"x: y\r\n", kind="metadata", content=FIELDS),
    "revisit": record(http(b""), kind="revisit"),
    "warcinfo": INFO,
}


@pytest.mark.parametrize("other", OTHERS)
def test_passed_over(other):
    assert Lines(members(OTHERS[other], TEN[0])).all("title") == ["Page 0"]


def chunked(body):
    return b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"


HORSE = "Žluťoučký kůň"
CZECH = (
    f"<h1>{HORSE}</h1><p>Příliš žluťoučký kůň úpěl ďábelské ódy, a nikdo ho neslyšel, protože "
    "bylo pozdě.</p>"
).encode("iso-8859-2")
CODINGS = {
    "gzip": record(http(gzip.compress(page("gzip")), "Content-Encoding: gzip\r\n")),
    "deflate": record(http(zlib.compress(page("deflate")), "Content-Encoding: deflate\r\n")),
    "undone": record(http(page("undone"), "Content-Encoding: br\r\n")),
    "chunked": record(http(chunked(page("chunked")), "Transfer-Encoding: chunked\r\n")),
    "resource": record(page("resource"), kind="resource", content="text/html"),
    HORSE: record(http(CZECH * 2, kind="text/html; charset=iso-8859-2")),
}


@pytest.mark.parametrize("title", CODINGS)
def test_coding(title):
    assert Lines(members(CODINGS[title])).all("title") == [title]


def test_codings_in_one_archive():
    assert Lines(members(*CODINGS.values())).all("title") == list(CODINGS)


# --- what is broken costs itself alone


def flipped(data, at, bits):
    broken = bytearray(data)
    broken[at] ^= bits
    return bytes(broken)


MEMBER = gzip.compress(TEN[4])
NO_GZIP = http(b"\x1f\x8b\x08" + bytes(50), "Content-Encoding: gzip\r\n")
BROKEN_MEMBERS = {
    "bytes in a member": lambda: flipped(MEMBER, len(MEMBER) // 2, 0xFF),
    "a check sum": lambda: flipped(MEMBER, len(MEMBER) - 6, 1),
    "a member cut short": lambda: MEMBER[:-40],
    "a member of a few bytes": lambda: MEMBER[:12],
    "bytes that are no member": lambda: b"\x1f\x8b\x08\x00" + random.Random(5).randbytes(5000),
    "text between members": lambda: b"hello\r\n" * 500,
    "no header of HTTP": lambda: gzip.compress(record(b"nothing")),
    "a body that is no gzip": lambda: gzip.compress(record(NO_GZIP)),
    "a page larger than any": lambda: gzip.compress(record(http(b"x" * (11 << 20)))),
    "a member that is no record": lambda: gzip.compress(b"<html>"),
}
BROKEN_RECORDS = {
    "a length that is no number": record(http(page("x")), length="many"),
    "text between records": b"hello\r\n" * 500,
    "one line of a megabyte": b"x" * 1_000_000 + b"\r\n",
}


def check_broken(pieces, titles):
    found = Lines(b"".join(pieces))
    assert found.status == 0
    assert found.all("title") == titles
    assert " 0 bad" not in found.said


@pytest.mark.parametrize("name", BROKEN_MEMBERS)
def test_broken_member(name):
    good = [gzip.compress(one) for one in TEN]
    check_broken([*good[:4], BROKEN_MEMBERS[name](), *good[5:]], TITLES[:4] + TITLES[5:])


@pytest.mark.parametrize("name", BROKEN_RECORDS)
def test_broken_record(name):
    check_broken([*TEN[:4], BROKEN_RECORDS[name], *TEN[5:]], TITLES[:4] + TITLES[5:])


def test_length_that_is_too_long():
    """It takes what follows along: nothing tells where the record should have ended."""
    good = [gzip.compress(one) for one in TEN]
    long = gzip.compress(record(http(page("x")), length=10**12))
    check_broken([*good[:4], long, *good[5:]], TITLES[:4])


def test_cut_short_at_its_end():
    found = Lines(members(*TEN)[:-100])
    assert found.status == 0
    assert found.all("title") == TITLES[:9]
    assert "the file ends inside" in found.said


def test_cut_short_and_strict():
    assert Lines(members(*TEN)[:-100], "--strict").status == 65


def test_whole_and_strict():
    assert Lines(members(*TEN), "--strict").status == 0


def test_nothing():
    found = Lines(b"")
    assert (found.status, found.lines) == (0, [])


def test_no_archive():
    found = Lines(page("no archive"))
    assert found.status == 65
    assert not found.lines
    assert "no WARC record" in found.said


def test_page_without_an_article():
    """Its line says so."""
    empty = record(http(b"<p>"), url="https://example.org/empty")
    found = Lines(members(empty, TEN[1]))
    assert found.all("status") == ["failed", "included"]
    assert found.lines[0]["record"] == 1
    assert found.lines[0]["url"].endswith("/empty")


# --- readers that die, and hang


@pytest.mark.parametrize("how", ["KILL", "SEGV", "ABRT", "MEMORY", "EXIT"])
def test_reader_that_dies(how):
    """It costs its page, whose words remain."""
    found = Lines(members(*TEN[:4]), "-j", "2", env={"OFFPRINT_FAULT": f"compose:{how}"})
    assert found.status == 0
    assert found.all("status") == ["failed"] * 4
    assert found.all("record") == [1, 2, 3, 4]
    assert "first lorry" in found.lines[0]["text"]


def test_reader_that_hangs():
    """The deadline is that of its page."""
    env = {"OFFPRINT_FAULT": "compose:HANG"}
    found = Lines(members(*TEN[:2]), "-j", "2", "--deadline", "1", env=env)
    assert found.all("reason") == ["deadline"] * 2


# --- stopped, and going on


@pytest.fixture(name="many", scope="module")
def make_many(tmp_path_factory):
    path = tmp_path_factory.mktemp("many") / "many.warc.gz"
    path.write_bytes(members(*map(answer, range(3000))))
    return path


def test_stopped_and_gone_on_with(many):
    """SIGTERM: 75, whole lines, and where to go on: nothing twice, nothing lost."""
    whole = run("--from", "warc", str(many)).out
    command = [OFFPRINT, "--from", "warc", "-j2", str(many)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=ENV, **pipes) as process:
        part = os.read(process.stdout.fileno(), 20000)
        process.send_signal(signal.SIGTERM)
        rest, err = process.communicate()
    part += rest
    assert process.returncode == 75
    assert part.endswith(b"\n")
    [number] = re.findall(r"--skip-records (\S+)", err.decode())
    went_on = run("--from", "warc", "--skip-records", number, str(many)).out
    assert part + went_on == whole


def test_skip_records_behind_the_end(many):
    assert run("--from", "warc", "--skip-records", "3000", str(many)).out == b""


def peak_of(archive):
    """KiB that a run takes at most; tests/peak writes them to descriptor 3."""
    peak = BUILD / "tests" / "peak"
    if not peak.exists():
        pytest.skip("make check builds tests/peak, which is not here")
    command = f'exec "$@" 3>"{archive}.peak" >/dev/null'
    args = [str(peak), OFFPRINT, "--from", "warc", "-j2", str(archive)]
    subprocess.run(["sh", "-c", command, "sh", *args], env=ENV, check=False)
    return int(pathlib.Path(f"{archive}.peak").read_text())


@without_sanitizers
def test_memory(many, tmp_path):
    """As much for 3,000 pages as for 100."""
    few = tmp_path / "few.warc.gz"
    few.write_bytes(members(*map(answer, range(100))))
    assert peak_of(many) < peak_of(few) * 1.3 + 4096


# --- the lines of contrib/archives.md, as GNU parallel, Hadoop Streaming and Spark run them


class Crawl:
    """A folder of three archives of three pages, and what comes of each."""

    def __init__(self, folder):
        self.folder = folder
        tools = folder / "bin"
        tools.mkdir()
        (tools / "offprint").symlink_to(OFFPRINT)
        hdfs = tools / "hdfs"
        hdfs.write_text('#!/bin/sh\n[ "$1 $2" = "dfs -cat" ] && exec cat "$3"\n')
        hdfs.chmod(0o755)
        self.lines = [self.add(number) for number in range(3)]

    def add(self, number):
        archive = self.folder / f"crawl{number}.warc.gz"
        archive.write_bytes(members(*map(answer, range(3 * number, 3 * number + 3))))
        return run("--from", "warc", str(archive)).out

    def shell(self, line, stdin=b""):
        path = f"{self.folder}/bin:/usr/bin:/bin"
        return subprocess.run(
            ["sh", "-c", line],
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            env={**ENV, "PATH": path, "HOME": str(self.folder)},
            timeout=120,
            check=False,
        )


@pytest.fixture(name="crawl")
def make_crawl(tmp_path):
    return Crawl(tmp_path)


def test_three_archives_of_three_pages(crawl):
    assert [lines.count(b"\n") for lines in crawl.lines] == [3, 3, 3]


def test_parallel(crawl):
    need("parallel")
    done = crawl.shell(re.search(r"^    (ls .*parallel .*)$", README, re.M)[1])
    assert done.returncode == 0, done
    written = [crawl.folder / f"crawl{number}.warc.jsonl" for number in range(3)]
    assert [path.read_bytes() for path in written] == crawl.lines


def test_mapper_of_hadoop(crawl):
    names = b"".join(b"%d\tcrawl%d.warc.gz\n" % (20 * number, number) for number in range(3))
    done = crawl.shell(re.search(r"-mapper '(.*)'", README)[1], names)
    assert done.returncode == 0, done
    assert done.stdout == b"".join(crawl.lines)


def test_pipe_of_spark(crawl):
    names = b"".join(b"crawl%d.warc.gz\n" % number for number in range(3))
    done = crawl.shell(re.search(r'\.pipe\("(.*?)"\)', README)[1], names)
    assert done.returncode == 0, done
    assert done.stdout == b"".join(crawl.lines)


# --- output, and usage


def test_full_disk():
    """74, and where to go on."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [OFFPRINT, "--from", "warc"],
            input=members(*TEN),
            stdout=full,
            stderr=subprocess.PIPE,
            env=ENV,
            check=False,
        )
    assert done.returncode == 74
    assert b"--skip-records 0" in done.stderr
