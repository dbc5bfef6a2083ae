#!/usr/bin/env python3
"""DESIGN 4: the rules that a reader can check, checked: who may call whom, and what the gate links."""
import pathlib, re, subprocess, sys, tempfile
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
    "words": "",
    "links": "wire dom words",
    "blocks": "wire dom words",
    "classify": "wire dom words blocks",
    "metadata": "wire dom words blocks classify",
    "pagetype": "wire dom words blocks classify metadata",
    "sites": "wire dom blocks",
    "clean": "wire dom words links blocks",
    "render": "wire dom words clean",
    "extract": "wire dom blocks classify metadata pagetype sites clean",
    "locate": "wire dom words links blocks classify",
    "input": "wire dom metadata",
    "epub": "",
    "mail": "wire dom metadata clean render input",
    "fetch": "wire warc links sandbox",
    "reader": "wire sandbox dom words warc links blocks classify metadata pagetype sites clean render extract locate input epub mail",
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
    for pattern, allowed, what in ((r"^glib|^gmime|^libxml|^curl", None, "the libraries"), (r"^gmime", {"mail"}, "GMime"), (r"^zip\.h", {"epub"}, "libzip"), (r"^curl|^sqlite3", {"fetch"}, "curl and SQLite"),
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
    if f.name not in ("answer.c", "checks.c", "conf.c", "crawl.c", "descriptors.c", "gate.c", "main.c", "options.c", "output.c", "say.c", "sites.c", "usage.c", "doctor.c"):
        bad = re.findall(r"\b(?:printf|puts|fprintf|g_print|g_printerr)\s*\(|STDERR_FILENO", text)
        if f.name != "peer.c": ok(not bad, f"{f.relative_to(FILTER)}: prints nothing", bad)
    globals_ = re.findall(r"^static (?!const|volatile|inline|void|bool|int\s|gboolean|char \*\w+\(|.*\().*=.*;$|^static (?!const|volatile)[a-z_ ]+\w+(?:\[[^]]*\])?;$", text, re.M)
    ok(not globals_, f"{f.relative_to(FILTER)}: no global state", globals_)
    ok(text.count("\n") <= 800, f"{f.relative_to(FILTER)}: one subject, under 800 lines", text.count("\n"))
# The files of the languages: every section in each, in the same order, and nothing but entries in them.
SECTIONS = {"more": "MORE", "online": "ONLINE", "acting": "ACT", "furniture": "FURNITURE", "walls": "WALL", "byline": "BYLINE",
            "months": "MONTH|DATE_ORDER", "function": "FUNCTION_WORD", "next": "NEXT", "printed": "PRINTED",
            "sponsor": "SPONSOR", "notice": "NOTICE", "reply": "REPLY"}
listed = set(re.findall(r"filter/words/(\w+)\.def", (FILTER / "words/Makefile.inc").read_text().split("WORDS_SOURCES")[0]))
languages = {f.stem: f.read_text() for f in (FILTER / "words").glob("*.def") if f.name != "words.def" and f.name != "sorted.def"}
ok(listed == set(languages) and len(listed) > 30, "every language stands in the list", listed ^ set(languages))
for code, text in sorted(languages.items()):
    head, *parts = re.split(r"^/\* (\w+): .*\*/\n", text, flags=re.M)
    ok(f"OFF_LANGUAGE({code})" in head, f"{code}.def names its language")
    ok(parts[::2] == list(SECTIONS), f"{code}.def has every section", parts[::2])
    for section, entries in zip(parts[::2], parts[1::2]):
        bad = [e for e in entries.split("\n") if e and not re.match(rf"OFF_({SECTIONS.get(section)})\(", e)]
        ok(not bad, f"{code}.def, {section}: has its own entries alone", bad[:3])
    printed = re.findall(r"^OFF_PRINTED\((\w+), ", text, re.M)
    ok(code == "zxx" or printed == re.findall(r"OFF_PRINTED_(\w+),", (FILTER / "words/words.h").read_text()), f"{code}.def has every word that offprint prints", printed)
# The table made of them is searched by halves.
table = [re.match(r'(OFF_\w+)\((?:\w+, )?"(.*?)",', line) for line in (BUILD / "filter/words/sorted.def").read_text().split("\n")]
words = [(m.group(1), m.group(2).encode()) for m in table if m]
ok(words == sorted(words) and len(words) > 1800, "the words are sorted by their bytes", [w for w, s in zip(words, sorted(words)) if w != s][:3])
with tempfile.TemporaryDirectory() as d:
    made = lambda text: (pathlib.Path(d, "en.def").write_text(text), subprocess.run([str(FILTER / "words/sort"), d, "en.def"], capture_output=True, text=True))[1]
    ok(made('OFF_NEXT("b")\nOFF_NEXT("a b")\nOFF_NEXT("a")\n').stdout.split("\n")[1:] == [f'OFF_NEXT("{w}", OFF_IN(en))' for w in ("a", "a b", "b")] + [""], "an unsorted file makes a sorted table")
    for text in ('OFF_NEXT("a"\n', 'OFF_NEXT(a b)\n', 'next\n', ' OFF_NEXT("a")\n'):
        ok(made(text).returncode != 0, f"a line that is no entry is an error: {text!r}")
done()
