"""The fuzz targets over what was found once, their seeds, and some mutations of these.

The mutations are the same in every run. Where clang has libFuzzer, each target is fuzzed for
OFFPRINT_FUZZ_SECONDS (30 if not set; 0: not at all); tests/fuzz/run with more seconds does it in
earnest.
"""

import concurrent.futures
import gzip
import os
import pathlib
import random
import re
import subprocess

import pytest

from harness import BUILD, ENV, MAIL, TOP, WARC, need
from samples import MAILS

MUTATIONS = 120
SECONDS = int(os.environ.get("OFFPRINT_FUZZ_SECONDS", "30"))
FUZZ = TOP / "tests" / "fuzz"
GOLDEN = TOP / "tests" / "golden"
ITEM = (
    b"<item><title>a</title><link>https://a.example/</link>"
    b"<description>&lt;p&gt;b&lt;/p&gt;</description></item>"
)
FEED = b'<rss version="2.0"><channel><title>t</title>' + ITEM + b"</channel></rss>"
CONF = b'[default]\nwidth=60\n[match "*@news.example.org"]\nfetch=never\ncookies=~/c\n'
LINKS = (
    b"https://t.example/c?url=https%3A%2F%2Fa.example%2Fb&utm_source=x",
    b"../x?y#z\nhttps://a.example/b/c",
)
# An article of HTML, its length, and the end.
FRAMES = b"O\0\0\0\0\0\0\x09\x01\0\0\0\x04htmlI\0\0\0\0\0\0\x03abcE\0\0\0\0\0\0\0"


def pages():
    names = (GOLDEN / "structure.html", GOLDEN / "pages/media.html")
    return [path.read_bytes() for path in (*names, TOP / "tests/site/pages/tides.html")]


def rules():
    manual = (TOP / "filter/offprint-sites.5").read_bytes().split(b"\n")
    lines = [line for line in manual if re.match(rb"[a-z_]+: ", line)]
    return [b"\n".join(lines) + b"\nfind_string: a\nreplace_string: b\n"]


def mails():
    return [mail for mail in MAILS.values() if len(mail) < 20_000]


def archives():
    plain = pathlib.Path(WARC).read_bytes()
    records = plain.split(b"\r\n\r\n\r\n")
    return [plain, gzip.compress(plain), b"".join(map(gzip.compress, records))]


SEEDS = {
    "page": pages,
    "text": lambda: [(GOLDEN / "structure.txt").read_bytes()],
    "rules": rules,
    "locate": mails,
    "mail": lambda: [*mails(), FEED],
    "feed": lambda: [(MAIL / f"feed.{kind}").read_bytes() for kind in ("rss", "atom", "json")],
    "newsboat": lambda: [(MAIL / "newsboat.txt").read_bytes()],
    "warc": archives,
    "unwrap": lambda: list(LINKS),
    "conf": lambda: [CONF],
    "frame": lambda: [FRAMES],
}
each_target = pytest.mark.parametrize("target", SEEDS)


def run_target(target, paths):
    program = BUILD / "tests/fuzz" / target
    if not program.exists():
        pytest.skip(f"build tests/fuzz/{target} (make check does)")
    command = [str(program), *map(str, paths)]
    env = {**ENV, "ASAN_OPTIONS": "detect_leaks=0"}
    done = subprocess.run(command, capture_output=True, timeout=300, env=env)
    assert done.returncode == 0, done.stderr[-800:]


def write(folder, inputs):
    for number, data in enumerate(inputs):
        path = folder / str(number)
        path.write_bytes(data)
        yield path


@pytest.mark.parametrize("target", sorted(path.name for path in (FUZZ / "found").iterdir()))
def test_what_was_found_once(target):
    run_target(target, sorted((FUZZ / "found" / target).iterdir()))


@each_target
def test_seeds(target, tmp_path):
    run_target(target, write(tmp_path, SEEDS[target]()))


def dictionary():
    words = re.findall(r'^"(.*)"$', (FUZZ / "words.dict").read_text(), re.M)
    return [word.encode().decode("unicode_escape").encode("latin-1") for word in words]


def change_once(rnd, data, words):
    at = rnd.randrange(len(data) + 1)
    how = rnd.randrange(5)
    if how == 0 and data:
        data[at % len(data)] = rnd.randrange(256)
    elif how == 1:
        del data[at : at + rnd.randint(1, 60)]
    elif how == 2:
        data[at:at] = rnd.choice(words)
    elif how == 3:
        start = rnd.randrange(len(data) + 1)
        data[at:at] = data[start : start + rnd.randint(1, 200)]
    else:
        data[at:at] = bytes([rnd.choice(b"\0\r\n<>&\"'=\x80\xff")]) * rnd.randint(1, 30)


def mutate(rnd, data, words):
    data = bytearray(data)
    for _ in range(rnd.randint(1, 12)):
        change_once(rnd, data, words)
    return bytes(data)


@each_target
def test_mutations(target, tmp_path):
    rnd = random.Random(target)
    seeds, words = SEEDS[target](), dictionary()
    inputs = (mutate(rnd, rnd.choice(seeds), words) for _ in range(MUTATIONS))
    run_target(target, write(tmp_path, inputs))


# --- libFuzzer

PROBE = b"""\
int LLVMFuzzerTestOneInput(const char *d, unsigned long n);
int LLVMFuzzerTestOneInput(const char *d, unsigned long n) { (void)d; (void)n; return 0; }
"""


def fuzz(*args):
    env = {**os.environ, "OFFPRINT_FUZZ_BUILD": str(BUILD / "build-fuzz")}
    command = [str(FUZZ / "run"), *args]
    return subprocess.run(command, capture_output=True, env=env, timeout=1500)


@pytest.fixture(scope="module", name="built")
def build(tmp_path_factory):
    """Configures and builds the targets with sanitizers."""
    if SECONDS == 0:
        pytest.skip("set OFFPRINT_FUZZ_SECONDS to more than 0")
    probe = str(tmp_path_factory.mktemp("probe") / "probe")
    how = ["-x", "c", "-", "-fsanitize=fuzzer,address,undefined", "-o", probe]
    if subprocess.run([need("clang"), *how], input=PROBE, capture_output=True).returncode != 0:
        pytest.skip("install clang's libFuzzer and sanitizers (Debian: libclang-rt-dev)")
    done = fuzz("1", "conf")
    assert done.returncode == 0, (done.stdout + done.stderr)[-800:]
    others = [f"tests/fuzz/{target}" for target in SEEDS if target != "conf"]
    make = ["make", "-s", "-j2", "-C", str(BUILD / "build-fuzz"), *others]
    subprocess.run(make, capture_output=True)


def chosen(session):
    """The targets of the tests that will run."""
    items = [item for item in session.items if item.originalname == "test_libfuzzer"]
    return [item.callspec.params["target"] for item in items]


@pytest.fixture(scope="module", name="fuzzed")
def fuzz_two_at_a_time(built, request):
    targets = chosen(request.session)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda target: fuzz(str(SECONDS), target), targets)
        return dict(zip(targets, results))


def test_libfuzzer_builds(built):
    assert (BUILD / "build-fuzz/tests/fuzz/conf").exists()


@each_target
def test_libfuzzer(fuzzed, target):
    done = fuzzed[target]
    assert done.returncode == 0, (done.stdout + done.stderr)[-800:]
