#!/usr/bin/env python3
"""The fuzz targets over their seeds and some hundred mutations of them, always the same; then, where clang is here, libFuzzer with sanitizers for
OFFPRINT_FUZZ_SECONDS each (30; 0: not at all). tests/fuzz/run with more seconds does it in earnest."""
import concurrent.futures, gzip, os, pathlib, re, shutil, sys, tempfile
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

MUTATIONS = 120
html = [(TOP / f).read_bytes() for f in ("tests/golden/structure.html", "tests/golden/pages/media.html", "tests/site/pages/tides.html")]
manual = (TOP / "filter/offprint-sites.5").read_bytes()
mail = [m for name, m in mails(large=False).items() if len(m) < 20_000]
# What was found once, and must not come again.
FOUND = {"page": [b"<article><p>At six on Tuesday morning the first lorry rolled over the old bridge, and all of them cheered.</p><table><tr><td>1<td>2<tbody><tr><td>3<td>4</tbody><tfoot><tr><td>5<td>6</tfoot><tr><td>7<td>8</table><figure><img src=a.png><figcaption>one</figcaption><p>x</p><figcaption>two</figcaption></figure></article>", b"<article><p>At six <b>one <b>two</b> three</b> o'clock on Tuesday the <i><i>first</i></i> lorry rolled over the old bridge, and all cheered.</p></article>"], "mail": [b"Feed"], "warc": [b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\n\0\n\n<p>\r\n\r\n"], "feed": [b"<rss><channel><link>/a</link><channel><link>/b</link><item><title>x</title></item></channel></channel></rss>"], "conf": [b"[default]\ncookies=~/c\ncookies=~/d\n"]}
SEEDS = {"page": html, "text": [(TOP / "tests/golden/structure.txt").read_bytes()], "rules": [b"\n".join(l for l in manual.split(b"\n") if re.match(rb"[a-z_]+: ", l)) + b"\nfind_string: a\nreplace_string: b\n"],
         "locate": mail, "mail": mail + [b'<rss version="2.0"><channel><title>t</title><item><title>a</title><link>https://a.example/</link><description>&lt;p&gt;b&lt;/p&gt;</description></item></channel></rss>'], "feed": [(TOP / "tests/mail" / f).read_bytes() for f in ("feed.rss", "feed.atom", "feed.json")], "newsboat": [(TOP / "tests/mail/newsboat.txt").read_bytes()],
         "warc": [pathlib.Path(WARC).read_bytes(), gzip.compress(pathlib.Path(WARC).read_bytes()), b"".join(gzip.compress(r) for r in pathlib.Path(WARC).read_bytes().split(b"\r\n\r\n\r\n"))],
         "unwrap": [b"https://t.example/c?url=https%3A%2F%2Fa.example%2Fb&utm_source=x", b"../x?y#z\nhttps://a.example/b/c"], "conf": [b'[default]\nwidth=60\n[match "*@news.example.org"]\nfetch=never\ncookies=~/c\n'],
         "frame": [b"O\0\0\0\0\0\0\x09\x01\0\0\0\x04htmlI\0\0\0\0\0\0\x03abcE\0\0\0\0\0\0\0"]}
words = [w.encode().decode("unicode_escape").encode("latin-1") for w in re.findall(r'^"(.*)"$', (TOP / "tests/fuzz/words.dict").read_text(), re.M)]


def mutate(rnd, data):
    data = bytearray(data)
    for _ in range(rnd.randint(1, 12)):
        at = rnd.randrange(len(data) + 1); how = rnd.randrange(5)
        if how == 0 and data: data[at % len(data)] = rnd.randrange(256)
        elif how == 1: del data[at:at + rnd.randint(1, 60)]
        elif how == 2: data[at:at] = rnd.choice(words)
        elif how == 3: data[at:at] = data[(b := rnd.randrange(len(data) + 1)):b + rnd.randint(1, 200)]
        else: data[at:at] = bytes([rnd.choice(b"\0\r\n<>&\"'=\x80\xff")]) * rnd.randint(1, 30)
    return bytes(data)


for target, seeds in SEEDS.items():
    program = BUILD / "tests/fuzz" / target
    if not program.exists(): skip(target, "the target is not built (make check builds it)"); continue
    rnd = random.Random(target)
    with tempfile.TemporaryDirectory() as d:
        files = []
        for n, data in enumerate(FOUND.get(target, []) + seeds + [mutate(rnd, rnd.choice(seeds)) for _ in range(MUTATIONS)]):
            f = pathlib.Path(d) / f"{n}"; f.write_bytes(data); files.append(str(f))
        r = subprocess.run([str(program), *files], capture_output=True, timeout=300, env={**ENV, "ASAN_OPTIONS": "detect_leaks=0"})
        ok(r.returncode == 0, f"{target}: {len(files)} inputs", (r.returncode, r.stderr[-800:]))
seconds = int(os.environ.get("OFFPRINT_FUZZ_SECONDS", "30"))
clang = shutil.which("clang", path="/usr/bin:/usr/local/bin:/opt/homebrew/bin")
probe = b"int LLVMFuzzerTestOneInput(const char *d, unsigned long n); int LLVMFuzzerTestOneInput(const char *d, unsigned long n) { (void)d; (void)n; return 0; }"
with tempfile.TemporaryDirectory() as d:
    can = clang and subprocess.run([clang, "-x", "c", "-", "-fsanitize=fuzzer,address,undefined", "-o", f"{d}/probe"], input=probe, capture_output=True).returncode == 0
if not can or seconds == 0: skip("libFuzzer", "clang with libFuzzer and sanitizers is not here, or OFFPRINT_FUZZ_SECONDS is 0")
else:
    env = {**os.environ, "OFFPRINT_FUZZ_BUILD": str(BUILD / "build-fuzz")}
    fuzz = lambda *args: subprocess.run([str(TOP / "tests/fuzz/run"), *args], capture_output=True, env=env, timeout=1500)
    first = fuzz("1", "conf")  # configures and builds
    ok(first.returncode == 0, "libFuzzer: it builds", (first.returncode, (first.stdout + first.stderr)[-800:]))
    targets = [t for t in SEEDS if t != "conf"]
    subprocess.run(["make", "-s", "-j2", "-C", env["OFFPRINT_FUZZ_BUILD"], *[f"tests/fuzz/{t}" for t in targets]], capture_output=True)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for t, r in zip(SEEDS, pool.map(lambda t: fuzz(str(seconds), t), SEEDS)):
            ok(r.returncode == 0, f"libFuzzer: {t}, {seconds} s", (r.returncode, (r.stdout + r.stderr)[-800:]))
done()
