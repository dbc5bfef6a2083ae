"""The rules of filter/README.md that can be checked: who may call whom, what the gate links."""

import collections
import re
import subprocess

import pytest

from harness import BUILD, OFFPRINT, TOP, need

FILTER = TOP / "filter"
# The folders, bottom up: a folder may include those above it in this list that its row names,
# and no other.
MAY = {
    "wire": "",
    "sandbox": "",
    "gate": "wire",
    "html": "wire",
    "dom": "wire html",
    "warc": "wire dom",
    "words": "wire",
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
    "reader": (
        "wire sandbox dom words warc links blocks classify metadata pagetype sites clean render "
        "extract locate input epub mail"
    ),
}
# What the gate may be linked to: the C library, its loader, and what a sanitizer brings along.
LIBC = {
    "linux-vdso",
    "libc",
    "ld-linux-x86-64",
    "ld-linux-aarch64",
    "ld-musl-x86_64",
    "libasan",
    "libubsan",
    "libm",
    "libgcc_s",
    "libstdc++",
    "statically",
}
# Headers, and the folders that alone may include them.
KEPT_APART = {
    "GMime": (r"^gmime", {"mail"}),
    "libzip": (r"^zip\.h", {"epub"}),
    "curl and SQLite": (r"^curl|^sqlite3", {"fetch"}),
    "the network": (r"sys/socket", {"fetch", "gate", "wire", "sandbox", "reader"}),
}
# The files that speak to a person.
SPEAKING = {
    "answer.c",
    "checks.c",
    "conf.c",
    "crawl.c",
    "descriptors.c",
    "doctor.c",
    "gate.c",
    "main.c",
    "options.c",
    "output.c",
    "peer.c",
    "say.c",
    "sites.c",
    "usage.c",
}
SOURCES = {str(path.relative_to(FILTER)): path for path in sorted(FILTER.rglob("*.c"))}
each_room = pytest.mark.parametrize("room", MAY)
each_source = pytest.mark.parametrize("source", SOURCES)


def includes(room, opens='<"'):
    """(file, header) for each line that includes one."""
    for path in sorted((FILTER / room).glob("*.[ch]")):
        for header in re.findall(rf'#include [{opens}]([^>"]+)', path.read_text()):
            yield path.name, header


def users(room, pattern):
    return [
        f"{name} includes {header}" for name, header in includes(room) if re.search(pattern, header)
    ]


def libraries(program):
    listed = subprocess.run([need("ldd"), program], capture_output=True, text=True).stdout
    for line in filter(str.strip, listed.split("\n")):
        yield re.sub(r"\.musl-\w+$", "", line.split()[0].split("/")[-1].split(".so")[0])


def test_gate_links_libc_alone():
    assert set(libraries(OFFPRINT)) <= LIBC


@each_source
def test_measures_no_text_to_see_how_it_begins(source):
    """g_str_has_prefix does, in newer GLib (wire/prefix.h)."""
    assert "g_str_has_prefix" not in SOURCES[source].read_text()


# --- who may call whom


def test_every_folder_has_its_row():
    assert {path.name for path in FILTER.iterdir() if path.is_dir()} == set(MAY)


@each_room
def test_includes_what_its_row_allows(room):
    allowed = {*MAY[room].split(), room}
    for name, header in includes(room):
        folder = header.split("/")[0]
        assert "/" not in header or folder not in MAY or folder in allowed, (name, header)


@each_room
def test_looks_only_up_the_table(room):
    """So there is no circle of folders."""
    above = list(MAY)[: list(MAY).index(room)]
    assert set(MAY[room].split()) <= set(above)


@each_room
def test_names_the_folder_of_what_it_includes(room):
    bare = [header for _, header in includes(room, '"') if "/" not in header]
    assert set(bare) <= {"config.h"}


def headers_of_its_own(room, path):
    found = re.findall(r'#include "([^"]+)"', path.read_text())
    return {header for header in found if header.startswith(room + "/")}


@each_room
def test_headers_include_each_other_in_no_circle(room):
    left = {
        f"{room}/{path.name}": headers_of_its_own(room, path)
        for path in (FILTER / room).glob("*.h")
    }
    while free := [header for header, needs in left.items() if not needs & set(left)]:
        for header in free:
            del left[header]
    assert not left


@pytest.mark.parametrize("room", ["gate", "wire"])
def test_leaves_the_libraries_alone(room):
    bad = users(room, r"^glib|^gmime|^libxml|^curl")
    assert not [use for use in bad if not use.startswith("fault.")]


@each_room
@pytest.mark.parametrize("what", KEPT_APART)
def test_leaves_to_others(room, what):
    pattern, allowed = KEPT_APART[what]
    assert room in allowed or not users(room, pattern)


def test_fetcher_includes_no_parser():
    assert not users("fetch", r"^libxml|^gmime|jansson")


# --- what stands in a file


@pytest.mark.parametrize(
    "source", [name for name, path in SOURCES.items() if path.name not in SPEAKING]
)
def test_prints_nothing(source):
    calls = r"\b(?:printf|puts|fprintf|g_print|g_printerr)\s*\(|STDERR_FILENO"
    assert not re.findall(calls, SOURCES[source].read_text())


@each_source
def test_no_global_state(source):
    with_value = (
        r"^static (?!const|volatile|inline|void|bool|int\s|gboolean|char \*\w+\(|.*\().*=.*;$"
    )
    without = r"^static (?!const|volatile)[a-z_ ]+\w+(?:\[[^]]*\])?;$"
    assert not re.findall(f"{with_value}|{without}", SOURCES[source].read_text(), re.M)


@each_source
def test_one_subject_under_800_lines(source):
    assert SOURCES[source].read_text().count("\n") <= 800


# --- shapes of functions


def code(path):
    """A file without its comments and strings, line by line."""
    text = re.sub(
        r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), path.read_text(), flags=re.DOTALL
    )
    return re.sub(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', '""', text)


def chains(text):
    """The lines on which an expression asks its third question."""
    asked = [0]
    for at, sign in enumerate(text):
        if sign in "([{":
            asked.append(0)
        elif sign in ")]}" and len(asked) > 1:
            asked.pop()
        if sign in ",;}":
            asked[-1] = 0
        elif sign == "?":
            asked[-1] += 1
            if asked[-1] == 3:
                yield text.count("\n", 0, at) + 1


@each_source
def test_no_chain_of_more_than_two_questions(source):
    """a ? b : c ? d : e ? f : g is a table, or ifs."""
    assert not list(chains(code(SOURCES[source])))


@each_source
def test_no_four_booleans_in_a_row(source):
    boolean = r"(?:gboolean|bool)\s+\w+"
    row = rf"\b(\w+)\([^(){{}};]*\b{boolean}(?:\s*,\s*{boolean}){{3}}"
    assert not re.findall(row, code(SOURCES[source]))


STATIC_FUNCTION = re.compile(r"^static [\w\s*]+?[\s*](\w+)\([^;{]*\)\s*\{", re.MULTILINE)
ATTRIBUTE = re.compile(r"\b(?:G_GNUC_\w+\(.*?\)|__attribute__\(\(.*\)\))\s")
STANDS_IN = {"main", "ppoll"}  # a function of that name that a system lacks


@each_source
def test_static_functions_name_their_object(source):
    """walk_page, not walk: a verb alone says nothing to those who call it."""
    names = STATIC_FUNCTION.findall(ATTRIBUTE.sub("", code(SOURCES[source])))
    short = [name for name in names if "_" not in name and name not in STANDS_IN]
    assert not short, f"filter/{source}: name the object of these too: {', '.join(short)}"


def test_each_function_has_a_user():
    """A word that stands in the prototype and the definition alone is nobody's. The writers of
    outputs are named by kinds.def; what the library offers, by its map."""
    tests = (TOP / "tests").rglob("*.[ch]")
    words = collections.Counter(
        word
        for path in [*FILTER.rglob("*.[ch]"), *tests]
        for word in re.findall(r"\w+", code(path))
    )
    offered = (FILTER / "liboffprint.map").read_text()
    defined = {
        name
        for path in SOURCES.values()
        for name in re.findall(r"^(off_\w+)\(", code(path), re.MULTILINE)
    }
    # G_DEFINE_AUTOPTR_CLEANUP_FUNC stands beside the prototype of each that ends in _free.
    alone = {name for name in defined if words[name] <= 2 and not name.startswith("off_write_")}
    assert not [name for name in sorted(alone) if f"{name};" not in offered]


# --- the files of the languages: every section in each, in the same order, and nothing but
# entries in them

SECTIONS = {
    "more": "MORE",
    "online": "ONLINE",
    "acting": "ACT",
    "furniture": "FURNITURE",
    "walls": "WALL",
    "byline": "BYLINE",
    "months": "MONTH|DATE_ORDER",
    "function": "FUNCTION_WORD",
    "next": "NEXT",
    "printed": "PRINTED",
    "sponsor": "SPONSOR",
    "notice": "NOTICE",
    "reply": "REPLY",
}
LANGUAGES = {
    path.stem: path.read_text()
    for path in sorted((FILTER / "words").glob("*.def"))
    if path.name not in ("words.def", "sorted.def")
}
each_language = pytest.mark.parametrize("code", LANGUAGES)


def sections_of(code):
    """What stands before the first section, and (section, its lines) for each."""
    head, *parts = re.split(r"^/\* (\w+): .*\*/\n", LANGUAGES[code], flags=re.M)
    return head, list(zip(parts[::2], parts[1::2]))


def test_every_language_stands_in_the_list():
    makefile = (FILTER / "words/Makefile.inc").read_text().split("WORDS_SOURCES")[0]
    listed = set(re.findall(r"filter/words/(\w+)\.def", makefile))
    assert listed == set(LANGUAGES)
    assert len(listed) > 30


@each_language
def test_language_names_itself(code):
    assert f"OFF_LANGUAGE({code})" in sections_of(code)[0]


@each_language
def test_language_has_every_section(code):
    assert [name for name, _ in sections_of(code)[1]] == list(SECTIONS)


@each_language
@pytest.mark.parametrize("section", SECTIONS)
def test_section_has_its_own_entries_alone(code, section):
    lines = dict(sections_of(code)[1])[section].split("\n")
    own = re.compile(rf"OFF_({SECTIONS[section]})\(")
    assert not [line for line in lines if line and not own.match(line)]


@each_language
def test_language_has_every_word_that_is_printed(code):
    printed = re.findall(r"^OFF_PRINTED\((\w+), ", LANGUAGES[code], re.M)
    wanted = re.findall(r"OFF_PRINTED_(\w+),", (FILTER / "words/words.h").read_text())
    assert printed == wanted or code == "zxx"


# --- the table made of them, which is searched by halves


def test_words_are_sorted_by_their_bytes():
    lines = (BUILD / "filter/words/sorted.def").read_text().split("\n")
    entries = [re.match(r'(OFF_\w+)\((?:\w+, )?"(.*?)",', line) for line in lines]
    words = [(entry[1], entry[2].encode()) for entry in entries if entry]
    assert words == sorted(words)
    assert len(words) > 1800


def sort_words(folder, text):
    (folder / "en.def").write_text(text)
    command = [str(FILTER / "words/sort"), str(folder), "en.def"]
    return subprocess.run(command, capture_output=True, text=True)


def test_unsorted_file_makes_a_sorted_table(tmp_path):
    done = sort_words(tmp_path, 'OFF_NEXT("b")\nOFF_NEXT("a b")\nOFF_NEXT("a")\n')
    sorted_lines = [f'OFF_NEXT("{word}", OFF_IN(en))' for word in ("a", "a b", "b")]
    assert done.stdout.split("\n")[1:] == [*sorted_lines, ""]


@pytest.mark.parametrize(
    "line", ['OFF_NEXT("a"', "OFF_NEXT(a b)", "next", ' OFF_NEXT("a")'], ids=str
)
def test_line_that_is_no_entry_is_an_error(tmp_path, line):
    assert sort_words(tmp_path, line + "\n").returncode != 0
