#!/usr/bin/env python3
"""DESIGN 4: the rules that a reader can check, checked: who may call whom, and what the gate links."""
import pathlib, re, subprocess, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

FILTER = TOP / "filter"


def includes(room, opens='<"'):
    found = set()
    for f in sorted((FILTER / room).glob("*.[ch]")): found |= {(f.name, i) for i in re.findall(rf'#include [{opens}]([^>"]+)', f.read_text())}
    return found


def users(room, pattern): return [f"{f} includes {i}" for f, i in includes(room) if re.search(pattern, i)]


libs = subprocess.run(["ldd", OFFPRINT], capture_output=True, text=True).stdout
names = {re.sub(r"\.musl-\w+$", "", line.split()[0].split("/")[-1].split(".so")[0]) for line in libs.split("\n") if line.strip()}
ok(names <= {"linux-vdso", "libc", "ld-linux-x86-64", "ld-linux-aarch64", "ld-musl-x86_64", "libasan", "libubsan", "libm", "libgcc_s", "libstdc++", "statically"}, "the gate links libc alone", names)

# The folders, bottom up: a folder may include those above it in this list that its row names, and no other.
MAY = {
    "wire": "",
    "sandbox": "",
    "gate": "wire",
    "dom": "wire",
    "warc": "wire dom",
    "links": "wire dom",
    "blocks": "wire dom",
    "classify": "wire dom blocks",
    "metadata": "wire dom blocks classify",
    "pagetype": "wire dom blocks classify metadata",
    "sites": "wire dom blocks",
    "clean": "wire dom blocks",
    "render": "wire dom clean",
    "extract": "wire dom blocks classify metadata pagetype sites clean",
    "locate": "wire dom links blocks classify",
    "input": "wire dom metadata",
    "mail": "wire dom metadata clean render input",
    "fetch": "wire warc links sandbox",
    "reader": "wire sandbox dom warc links blocks classify metadata pagetype sites clean render extract locate input mail",
}
present = {d.name for d in FILTER.iterdir() if d.is_dir()}
ok(present == set(MAY), "every folder has its row in the table", present ^ set(MAY))
for n, (room, may) in enumerate(MAY.items()):
    allowed = set(may.split()) | {room}
    inner = [(f, i) for f, i in includes(room) if "/" in i and i.split("/")[0] in MAY]
    bad = [f"{f} includes {i}" for f, i in inner if i.split("/")[0] not in allowed]
    ok(not bad, f"{room}/ includes what its row allows", bad)
    ok(set(may.split()) <= set(list(MAY)[:n]), f"{room}/ looks only up the table: no circle", may)
    bare = [f"{f} includes {i}" for f, i in includes(room, '"') if "/" not in i and i != "config.h"]
    ok(not bare, f"{room}/ names the folder of what it includes", bare)


def circles(room):
    files = {f"{room}/{f.name}": {i for i in re.findall(r'#include "([^"]+)"', f.read_text()) if i.startswith(room + "/")} for f in (FILTER / room).glob("*.h")}
    left = dict(files)
    while free := [f for f, needs in left.items() if not needs & set(left)]:
        for f in free: del left[f]
    return sorted(left)


for room in MAY: ok(not circles(room), f"{room}/: its headers include each other in no circle", circles(room))
for room in MAY:
    for pattern, allowed, what in ((r"^glib|^gmime|^libxml|^curl", None, "the libraries"), (r"^gmime", {"mail"}, "GMime"), (r"^curl|^sqlite3", {"fetch"}, "curl and SQLite"),
                                   (r"sys/socket", {"fetch", "gate", "wire", "sandbox", "reader"}, "the network")):
        if allowed is None and room not in ("gate", "wire"): continue
        if allowed is None:
            bad = [u for u in users(room, pattern) if not u.startswith("fault.")]
        else:
            bad = [] if room in allowed else users(room, pattern)
        ok(not bad, f"{room}/ leaves {what} alone", bad)
ok(not users("fetch", r"^libxml|^gmime|jansson"), "fetch/ includes no parser", users("fetch", r"^libxml|^gmime|jansson"))
for f in sorted(FILTER.rglob("*.c")):
    text = f.read_text()
    if f.name not in ("conf.c", "crawl.c", "gate.c", "main.c", "options.c", "output.c", "say.c", "sites.c"):
        bad = re.findall(r"\b(?:printf|puts|fprintf|g_print|g_printerr)\s*\(|STDERR_FILENO", text)
        if f.name != "peer.c": ok(not bad, f"{f.relative_to(FILTER)}: prints nothing", bad)
    globals_ = re.findall(r"^static (?!const|volatile|inline|void|bool|int\s|gboolean|char \*\w+\(|.*\().*=.*;$|^static (?!const|volatile)[a-z_ ]+\w+(?:\[[^]]*\])?;$", text, re.M)
    ok(not globals_, f"{f.relative_to(FILTER)}: no global state", globals_)
    ok(text.count("\n") <= 800, f"{f.relative_to(FILTER)}: one subject, under 800 lines", text.count("\n"))
# tables that are searched by halves
kinds = re.search(r"typedef enum \{ (.*?) \} Word;", (FILTER / "metadata/byline.c").read_text()).group(1).split(", ")
words = [(kinds.index(k), w.encode()) for k, w in re.findall(r'^OFF_BYLINE\((\w+), "(.*)"\)', (FILTER / "metadata/byline.def").read_text(), re.M)]
ok(words == sorted(set(words)) and len(words) > 400, "byline.def is sorted by kind and word", [w for w, s in zip(words, sorted(set(words))) if w != s][:3])
words = [w.encode() for w in re.findall(r'^OFF_WORD\("(.*?)",', (FILTER / "metadata/lang.def").read_text(), re.M)]
ok(words == sorted(set(words)) and len(words) > 300, "lang.def is sorted by word", [w for w, s in zip(words, sorted(set(words))) if w != s][:3])
done()
