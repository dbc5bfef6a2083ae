#!/usr/bin/env python3
"""The fuzz targets over their seeds and some hundred mutations of them, always the same. tests/fuzz/run does it in earnest."""
import gzip, pathlib, re, sys, tempfile
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
done()
