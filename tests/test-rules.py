#!/usr/bin/env python3
"""DESIGN 4: the rules that a reader can check, checked: who may call whom, and what the gate links."""
import pathlib, re, subprocess, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

FILTER = TOP / "filter"


def includes(room):
    found = set()
    for f in sorted((FILTER / room).glob("*.[ch]")): found |= {(f.name, i) for i in re.findall(r'#include [<"]([^>"]+)', f.read_text())}
    return found


def users(room, pattern): return [f"{f} includes {i}" for f, i in includes(room) if re.search(pattern, i)]


libs = subprocess.run(["ldd", OFFPRINT], capture_output=True, text=True).stdout
names = {re.sub(r"\.musl-\w+$", "", line.split()[0].split("/")[-1].split(".so")[0]) for line in libs.split("\n") if line.strip()}
ok(names <= {"linux-vdso", "libc", "ld-linux-x86-64", "ld-linux-aarch64", "ld-musl-x86_64", "libasan", "libubsan", "libm", "libgcc_s", "libstdc++", "statically"}, "the gate links libc alone", names)
for room in ("extract", "clean", "render", "locate"):
    ok(not users(room, r"curl|gmime"), f"{room}/ includes neither curl nor gmime", users(room, r"curl|gmime"))
for room in ("extract", "clean", "render", "locate", "compose", "input"):
    ok(not users(room, r"^curl|sys/socket"), f"{room}/ has no network", users(room, r"^curl|sys/socket"))
ok(not users("fetch", r"libxml|gmime|json"), "fetch/ includes no parser", users("fetch", r"libxml|gmime|json"))
order = ["input", "locate", "extract", "clean", "render", "compose"]
headers = {h.name: room for room in order for h in (FILTER / room).glob("*.h")}
shared = {"dom.h", "url.h", "date.h", "json.h", "feed.h", "charset.h", "page.h", "features.h", "item.h", "input.h", "clean.h"}   # what filter/README.md names as shared
for n, room in enumerate(order):
    bad = [f"{f} includes {i} of {headers[i]}/" for f, i in includes(room) if i in headers and i not in shared and order.index(headers[i]) != n]
    ok(not bad, f"{room}/ reaches into no other room", bad)
for f in sorted(FILTER.rglob("*.c")):
    text = f.read_text()
    if f.name not in ("conf.c", "crawl.c", "gate.c", "main.c", "options.c", "output.c", "say.c", "sites.c"):
        bad = re.findall(r"\b(?:printf|puts|fprintf|g_print|g_printerr)\s*\(|STDERR_FILENO", text)
        if f.name != "peer.c": ok(not bad, f"{f.relative_to(FILTER)}: prints nothing", bad)
    globals_ = re.findall(r"^static (?!const|volatile|inline|void|bool|int\s|gboolean|char \*\w+\(|.*\().*=.*;$|^static (?!const|volatile)[a-z_ ]+\w+(?:\[[^]]*\])?;$", text, re.M)
    ok(not globals_, f"{f.relative_to(FILTER)}: no global state", globals_)
    ok(text.count("\n") <= 800, f"{f.relative_to(FILTER)}: one subject, under 800 lines", text.count("\n"))
# tables that are searched by halves
kinds = re.search(r"typedef enum \{ (.*?) \} Word;", (FILTER / "extract/byline.c").read_text()).group(1).split(", ")
words = [(kinds.index(k), w.encode()) for k, w in re.findall(r'^OFF_BYLINE\((\w+), "(.*)"\)', (FILTER / "extract/byline.def").read_text(), re.M)]
ok(words == sorted(set(words)) and len(words) > 400, "byline.def is sorted by kind and word", [w for w, s in zip(words, sorted(set(words))) if w != s][:3])
words = [w.encode() for w in re.findall(r'^OFF_WORD\("(.*?)",', (FILTER / "extract/lang.def").read_text(), re.M)]
ok(words == sorted(set(words)) and len(words) > 300, "lang.def is sorted by word", [w for w, s in zip(words, sorted(set(words))) if w != s][:3])
done()
