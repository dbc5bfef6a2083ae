#!/usr/bin/env python3
"""offprint.conf (offprint.conf(5)): what applies to which mail, who said so, and what is wrong in it. All on 127.0.0.1."""
import http.server, json, pathlib, re, shutil, sys, tempfile, threading
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

work = pathlib.Path(tempfile.mkdtemp(prefix="offprint-conf-"))
conf = work / "offprint/offprint.conf"; conf.parent.mkdir()
HOME = {"XDG_CONFIG_HOME": str(work)}


def with_conf(text, *args, stdin=TEASER, env=None, **more):
    conf.write_text(text)
    return run("--replay", WARC, *args, stdin=stdin, env={**HOME, **(env or {})}, **more)


def shown(text, *args, stdin=TEASER, **more):
    """--print-config as {key: (value, where)}."""
    out = with_conf(text, "--print-config", *args, stdin=stdin, **more)[1].decode()
    return {m[1]: (m[2], m[3]) for m in re.finditer(r"^(\S+) += (.*?) *# (.*)$", out, re.M)}


# --- what applies
ok(all(v[1] == "built in" for v in shown("").values()) and len(shown("")) == 11, "nothing said: built in", shown(""))
text = '[default]\nwidth = 60\n\n[match "*@harbour.example.org"]\nwidth = 50\noriginal=drop\n'
ok(shown(text)["width"] == ("50", f'{conf}:5 [match "*@harbour.example.org"]'), "a match is stronger than a default, and is named with its line", shown(text))
ok(shown(text, stdin=TEASER.replace(b"harbour.example.org", b"other.example.org"))["width"] == ("60", f"{conf}:2 [default]"), "another sender: the default")
ok(shown("[default]\nwidth=60\nimages=drop\nwidth=61\n")["width"] == ("61", f"{conf}:4 [default]"), "a key that is said twice: the last, and its line")
ok(shown(text, "--width", "40")["width"] == ("40", "the command line"), "the command line is stronger than all")
ok(shown('[match "*"]\nwidth=1\n[default]\nwidth=2\n')["width"][0] == "1", "a default behind a match is weaker all the same")
ok(shown('[match "*@harbour*"]\nwidth=1\n[match "letter@*"]\nwidth=2\n[match "*.ORG"]\nwidth=3\n')["width"][0] == "3", "of several that match the last counts, whatever their case")
for name, pattern in [("List-Id", "letter.harbour.example.org"), ("the article's host", "weekly.example.org")]:
    ok(shown(f'[match "{pattern}"]\nwidth=11\n', stdin=TEASER.replace(b"Subject:", b"List-Id: The Letter <letter.harbour.example.org>\nSubject:", 1))["width"][0] == "11", f"matched by {name}")
feed = b'<rss version="2.0"><channel><title>t</title><item><title>a</title><link>https://feeds.example.org/a</link></item></channel></rss>'
ok(shown('[match "feeds.example.org"]\nwidth=12\n', "--from", "feed", stdin=feed)["width"][0] == "12", "a feed's item, by its host")
ok(shown('[match "https://feeds.example.org/*"]\nwidth=13\n', "--from", "feed", "--base-url", "https://feeds.example.org/rss", stdin=feed)["width"][0] == "13", "a feed, by its address")
ok(shown("[default]\nwidth=9\n", stdin=b"")["width"][0] == "9", "no input: what holds for all")
ok(shown("[default]\nwidth=9\n", "--config", "off")["width"][0] == "72", "--config off: no file")
other = work / "other.conf"; other.write_text("[default]\nwidth=33\n")
ok(shown("[default]\nwidth=9\n", "--config", str(other))["width"] == ("33", f"{other}:2 [default]"), "--config FILE: that alone")
ok(run("--config", "/nonexistent", stdin=TEASER)[0] == 64, "--config, and no such file: 64")
home = work / "home"; (home / ".config/offprint").mkdir(parents=True); (home / ".config/offprint/offprint.conf").write_text("[default]\nwidth=44\n")
ok(b"44" in run("--print-config", env={"HOME": str(home)})[1], "without XDG_CONFIG_HOME: ~/.config")

# --- what comes of it
ok(max(map(len, with_conf("[default]\nwidth=30\n", "--to", "text", "--no-notes")[1].decode().split("\n"))) <= 30, "width")
ok(with_conf("[default]\nfetch=never\n")[1] == TEASER, "fetch=never: the mail as it was")
ok(b"original.eml.gz" not in with_conf("[default]\noriginal=drop\n")[1], "original=drop")
ok(b"message/rfc822" in with_conf("[default]\noriginal=message\n")[1], "original=message")
ok(b"<img" in with_conf("", "--to", "html")[1] and b"<img" not in with_conf("[default]\nimages=drop\n", "--to", "html")[1], "images=drop")

hits = []


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        hits.append(dict(self.headers)); body = b"<h1>The fetched one</h1>" + b"<p>At six on Tuesday morning the first lorry rolled over the old bridge, and all of them cheered as it came.</p>" * 4
        self.send_response(200); self.send_header("Content-Type", "text/html"); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *a): pass


server = http.server.HTTPServer(("127.0.0.1", 0), Page); threading.Thread(target=server.serve_forever, daemon=True).start()
port = server.server_port
cookies = work / "cookies.txt"; cookies.write_text("# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\tabc\n")


def fetch(text, *args, url=None, stdin=None):
    conf.write_text(text); hits.clear()
    return run("--cache", "off", "--allow-net", "127.0.0.0/8", *args, stdin=stdin or TEASER.replace(b"https://weekly.example.org/bridge", f"http://127.0.0.1:{port}/b".encode()), env=HOME)


fetch("[default]\nuser-agent = Reader/7 (me@example.org)\n")
ok(hits and hits[0]["User-Agent"] == "Reader/7 (me@example.org)", "user-agent", hits)
fetch('[match "127.0.0.1"]\ncookies = %s\n' % cookies)
ok(hits and hits[0].get("Cookie") == "session=abc", "cookies, for a host", hits)
fetch('[match "elsewhere.example.org"]\ncookies = %s\n' % cookies)
ok(hits and "Cookie" not in hits[0], "cookies of another host are not sent", hits)


def opens(text, *args):
    """Is the page on loopback fetched with this configuration?"""
    conf.write_text(text); hits.clear()
    run("--cache", "off", *args, stdin=TEASER.replace(b"https://weekly.example.org/bridge", f"http://127.0.0.1:{port}/b".encode()), env=HOME)
    return len(hits) > 0


NET = "[default]\n%sallow-net = 127.0.0.1/32\n"
ok(opens(NET % ""), "allow-net opens what it names")
ok(opens("[default]\nallow-net=10.0.0.0/8,127.0.0.1:%d \n" % port), "allow-net: a list, with a port")
ok(not opens(NET % "#"), "allow-net in a comment opens nothing")
ok(not opens("[default]\nallow-net = 10.0.0.0/8\n"), "allow-net opens nothing else")
ok(not opens(NET % "", "--allow-net", "10.0.0.0/8"), "--allow-net on the command line is stronger")
ok(not opens(NET % "", "--config", "off"), "--config off: nothing is opened")
full = letter(b'Content-Type: text/html; charset=utf-8\n', b'<html><body><p><a href="https://weekly.example.org/bridge">View this in your browser</a></p><h1>The mail</h1>' + b"<p>The eastern pier was taken down to the water line and built up again, stone by stone, by masons from three valleys who knew their work.</p>" * 8 + LEAVE + b"</body></html>")
ok(b"status=included" in with_conf("", stdin=full)[1], "fetch=auto: a mail that holds its article is not asked for again")
ok(b"status=fetched" in with_conf("[default]\nfetch=always\n", stdin=full)[1], "fetch=always: its page is")
ok(b"status=included" in with_conf("[default]\nfetch=always\n", "--no-fetch", stdin=full)[1], "--no-fetch is stronger")

# --- what is wrong
for name, text, said in [("an unknown key", "[default]\nwidht = 3\n", ":2: widht: no such key: did you mean width?"), ("a value", "[default]\n\nwidth = wide\n", ":3: width: invalid value (expected a number from 0 to 500)"), ("a word", "[default]\nfetch = sometimes\n", ":2: fetch: invalid value (expected auto, always or never)"),
                         ("an unknown section", "[defaults]\n", ":1: [defaults]: neither [default]"), ("a section without quotes", "[match *@x]\nwidth=3\n", ":1: [match *@x]"), ("no key file", "width 3\n", ":1: "), ("a key before any section", "width=3\n", ":1: "),
                         ("a relative path", "[default]\ncookies = cookies.txt\n", ":2: cookies: invalid value (expected a path"), ("a control character", "[default]\nuser-agent = a\\nb\n", ":2: user-agent"), ("a network for one sender", '[match "*@x"]\nallow-net = 10.0.0.0/8\n', ":2: allow-net: only [default] can have it"), ("not UTF-8", "[default]\n# \udcff\n", "not UTF-8")]:
    conf.write_bytes(text.encode("utf-8", "surrogateescape"))
    status, out, err = run("--replay", WARC, stdin=TEASER, env=HOME)
    ok((status, out) == (0, TEASER) and f"{conf}{said}" in err.decode() if said != "not UTF-8" else (status, out) == (0, TEASER) and said in err.decode(), f"wrong: {name}: told with file and line, and the mail stays", (status, err))
    ok(run("--replay", WARC, "--strict", stdin=TEASER, env=HOME)[:2] == (78, b""), f"wrong: {name}: --strict: 78")
ok(run("--print-config", stdin=b"", env=HOME)[0] == 78, "--print-config: 78 where something is wrong")
ok(not run("-q", "--replay", WARC, stdin=TEASER, env=HOME)[2], "-q: silence")
conf.unlink(); conf.mkdir()
ok(run("--replay", WARC, stdin=TEASER, env=HOME)[0] == 0, "a directory in its place: it goes on without")
conf.rmdir(); conf.write_bytes(b"#" * 300_000)
status, out, err = run("--replay", WARC, stdin=TEASER, env=HOME)
ok(status == 0 and b"File too large" in err, "a huge one: told", err)
shutil.rmtree(work)
done()
