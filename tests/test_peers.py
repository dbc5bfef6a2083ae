"""The gate against a reader, a fetcher and a finder that lie (tests/peers/):
in time, the mail whole, its memory bounded, and no read of freed memory.

The gate is compiled with sanitizers for this, if the compiler has them.
"""

import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import time

import pytest
from harness import BUILD, ENV, OFFPRINT, TEASER, TOP

PEERS = TOP / "tests" / "peers"
MAIL = TEASER
LETTERS = "OIEASWKCFPBZVGRND"
CONTROLS = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f\x9b]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]")
MIB = 1 << 20


@pytest.fixture(scope="session")
def gate(tmp_path_factory):
    """A gate with sanitizers, or the one that was built."""
    folder = tmp_path_factory.mktemp("gate")
    sources = [
        str(f)
        for name in ("gate", "wire")
        for f in sorted((TOP / "filter" / name).glob("*.c"))
        if f.name != "fault.c"
    ]
    compiler = shutil.which(os.environ.get("CC", "cc").split()[0])
    flags = [
        "-std=gnu11",
        "-g",
        "-O1",
        "-fsanitize=address,undefined",
        "-fno-sanitize-recover=undefined",
        "-DOFF_SANITIZERS=1",
        f'-DOFF_PKGLIBEXECDIR="{BUILD}"',
        '-DOFF_SYSCONFDIR="/etc"',
    ]
    paths = ["-I", str(BUILD), "-I", str(TOP / "include"), "-iquote", str(TOP / "filter")]
    if compiler:
        made = subprocess.run(
            [compiler, *flags, *paths, "-o", folder / "offprint", *sources], capture_output=True
        )
        if made.returncode == 0:
            return folder / "offprint"
        assert b"sanitize" in made.stderr or b"asan" in made.stderr, made.stderr.decode()
    return pathlib.Path(OFFPRINT)


def install(folder, **peers):
    """A folder of helpers, of which some lie."""
    for name in ("reader", "fetcher"):
        to = folder / f"offprint-{name}"
        if name in peers:
            to.write_text(f"#!{sys.executable}\n" + (PEERS / f"{peers[name]}.py").read_text())
            to.chmod(0o755)
        else:
            to.symlink_to(BUILD / f"offprint-{name}")
    for module in BUILD.glob("*.so"):
        (folder / module.name).symlink_to(module)
    for module in (BUILD / ".libs").glob("*.so"):
        if not (folder / module.name).exists():
            (folder / module.name).symlink_to(module)


class Run:
    def __init__(self, gate, folder, says, *args, stdin=MAIL):
        env = {
            **ENV,
            "OFFPRINT_LIBEXECDIR": str(folder),
            "PEER_SAYS": says,
            "PEER_FOLDER": str(PEERS),
            "PEER_SOURCE": str(TOP),
            "ASAN_OPTIONS": "detect_leaks=0",
            "HOME": str(folder),
        }
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, time.monotonic()
        done = subprocess.run(
            [gate, "--cache", "off", *args], input=stdin, capture_output=True, env=env, timeout=40
        )
        self.took = time.monotonic() - start
        self.grew_over = (
            max(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before, 0) * 1024
        )
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr
        assert b"Sanitizer" not in self.err and b"runtime error" not in self.err, self.err.decode(
            "utf-8", "replace"
        )
        assert self.status >= 0


@pytest.fixture
def reader(gate, tmp_path):
    install(tmp_path, reader="reader")
    return lambda says, *args, **more: Run(gate, tmp_path, says, *args, **more)


@pytest.fixture
def fetcher(gate, tmp_path):
    install(tmp_path, fetcher="fetcher")
    return lambda says, *args, **more: Run(gate, tmp_path, says, *args, **more)


@pytest.fixture
def finder(gate, tmp_path):
    install(tmp_path, reader="finder")
    return lambda says: Run(
        gate,
        tmp_path,
        says,
        "--from",
        "warc",
        "--to",
        "json",
        "-j2",
        "--deadline",
        "3",
        stdin=b"x" * 100,
    )


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("when", ["early ", ""])
def test_each_frame_at_each_time(reader, when, letter):
    r = reader(f"{when}frame:{letter}", "--deadline", "1")
    assert (r.status, r.out) == (0, MAIL) and r.took < 6


@pytest.mark.parametrize(
    "what",
    [
        "ends",
        "total:4",
        "total:-5",
        "status",
        "request:no-id",
        "request:no-url",
        "request:twice",
        "request:large",
        "half",
        "garbage",
        "hangs",
    ],
)
def test_results_that_make_no_sense(reader, what):
    r = reader(what, "-v", "--deadline", "1")
    assert (r.status, r.out) == (0, MAIL) and not CONTROLS.search(r.err)


@pytest.mark.parametrize("what", ["exit:300", "exit:0", "exit:-1", "exit:256"])
def test_strict_never_ends_well_with_nothing(reader, what):
    r = reader(what, "--strict", "--deadline", "1")
    assert 64 <= r.status <= 78 and r.out == b""


@pytest.mark.parametrize("count,size", [(1, 1), (1, 500000), (5, 700000), (40, 10)])
def test_a_reader_that_dies_between_messages(reader, tmp_path, count, size):
    folder = tmp_path / "mails"
    r = reader(f"dies:{count}x{size}", "--deadline", "2", "--to", f"maildir:{folder}")
    assert r.status == 0 and [p.read_bytes() for p in (folder / "new").iterdir()] == [MAIL]
    r = reader(f"dies:{count}x{size}", "--deadline", "2")
    assert (r.status, r.out) == (0, MAIL)


def test_a_reader_that_dies_over_a_mailbox(reader, tmp_path):
    folder = tmp_path / "mails"
    mail = b"Subject: a tram\n\nnumber %d\n"
    box = b"".join(b"From a@b Tue Nov 24 08:00:00 2026\n" + mail % i + b"\n" for i in range(5))
    r = reader("dies:2x100", "--from", "mbox", "--deadline", "2", stdin=box)
    assert (r.status, r.out) == (0, box)
    r = reader(
        "dies:2x100", "--from", "mbox", "--deadline", "2", "--to", f"maildir:{folder}", stdin=box
    )
    assert r.status == 0 and sorted(p.read_bytes().strip() for p in (folder / "new").iterdir()) == [
        (mail % i).strip() for i in range(5)
    ]


@pytest.mark.parametrize("what", ["output", "ends", "remarks", "complaints", "rules", "pages"])
def test_floods(reader, tmp_path, what):
    rules = tmp_path / "rules"
    rules.mkdir()
    for name in ("a.b.c.example", ".b.c.example", ".example", "global"):
        (rules / f"{name}.txt").write_text("# " + "x" * 200000)
    r = reader(f"flood:{what}", "-v", "--deadline", "2", "--sites", str(rules))
    assert (r.status, r.out) == (0, MAIL) and r.took < 8
    assert r.grew_over < 400 * MIB  # sanitizers take some; without a bound it was gigabytes


def test_remarks_have_no_control_characters(reader):
    r = reader("remarks", "-v", "--deadline", "1")
    assert r.out == MAIL and b"over" in r.err and not CONTROLS.search(r.err)


def test_counts_of_a_mailbox(reader):
    box = (b"From a@b Tue Nov 24 08:00:00 2026\nSubject: a tram\n\nhello\n\n") * 70
    r = reader("counts", "--from", "mbox", "-v", "--deadline", "1", stdin=box)
    assert r.status == 0 and r.out


@pytest.mark.parametrize("seed", range(40))
def test_random_frames(reader, seed):
    args = [[], ["--to", "text"], ["-v"], ["--from", "mbox"], ["--strict"], ["--to", "json"]][
        seed % 6
    ]
    r = reader(f"random:{seed}", "--deadline", "1", *args)
    assert args or (r.status == 0 and r.out)


FETCHERS = (
    "page-twice body-first no-page end-twice after-the-end another-number no-number "
    "negative-number endless type address reason-words reason-of-the-gate remarks "
    "frames-of-others half garbage dies silent"
)


@pytest.mark.parametrize("what", FETCHERS.split())
@pytest.mark.parametrize("to", [[], ["--to", "json"]])
def test_a_fetcher_that_lies(fetcher, what, to):
    r = fetcher(what, "-v", "--deadline", "3", *to)
    assert r.status == 0 and r.out and r.took < 8
    assert b"\nX-Field" not in r.out and not CONTROLS.search(r.err)
    assert not to or b"X-Field" not in r.out.split(b'"text"')[0]
    if (
        what
        in (
            "another-number",
            "no-number",
            "negative-number",
            "frames-of-others",
            "garbage",
            "dies",
            "silent",
        )
        and not to
    ):
        assert r.out == MAIL


def test_a_fetcher_that_does_not_lie(fetcher):
    r = fetcher("right", "-v", "--deadline", "3")
    assert b"status=fetched" in r.out, r.err


FINDERS = "grows whole-twice no-record not-whole ends-in-a-page large wrong-frame dies"


@pytest.mark.parametrize("what", FINDERS.split())
def test_a_finder_that_lies(finder, what):
    r = finder(what)
    assert r.status in (65, 70, 75) and b"AB" not in r.out and r.grew_over < 400 * MIB


def test_a_finder_that_does_not_lie(finder):
    r = finder("right")
    assert (r.status, r.out) == (0, b'{"x":1}\n')
