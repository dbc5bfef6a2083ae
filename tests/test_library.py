"""liboffprint as others see it: its symbols, its headers, a program linked to it, many threads."""

import os
import re
import shlex
import shutil
import subprocess

import pytest

from harness import BUILD, TOP, need

LIB = BUILD / ".libs" / "liboffprint.so"
CC = shlex.split(os.environ.get("CC", "cc"))
MAP = "filter/liboffprint.map"
PAGE = TOP / "tests" / "site" / "pages" / "bridge.html"
MANUAL = (TOP / "filter" / "liboffprint.3").read_text()
HEADERS = sorted((TOP / "include" / "offprint").glob("*.h"))
# What a linker or a sanitizer adds.
NOT_OURS = re.compile(r"OFFPRINT_\d+$|_init$|_fini$|__(asan|ubsan|odr)")
THREADS = r"""#include <offprint/extract.h>
#include <offprint/render.h>
#include <string.h>
static char *page;
static gsize length;
static char *first;
static GMutex lock;
static char *text_of(void)
{
    OffExtractOptions options = {.url = "https://a.example/b"};
    g_autoptr(OffArticle) article = off_extract_page(page, length, &options, NULL);
    if (!article) return NULL;
    OffTextOptions how = {.width = 60, .head = TRUE, .notes = TRUE};
    return off_render_text(article, &how);
}
static void *work(void *unused)
{
    (void)unused;
    for (int i = 0; i < 40; i++) {
        g_autofree char *text = text_of();
        g_mutex_lock(&lock);
        if (!first) first = g_strdup(text);
        gboolean same = text && strcmp(text, first) == 0;
        g_mutex_unlock(&lock);
        if (!same) return "different";
    }
    return NULL;
}
int main(int argc, char **argv)
{
    GThread *t[8];
    int bad = 0;
    if (argc < 2 || !g_file_get_contents(argv[1], &page, &length, NULL)) return 2;
    for (int i = 0; i < 8; i++) t[i] = g_thread_new(NULL, work, NULL);
    for (int i = 0; i < 8; i++) bad += g_thread_join(t[i]) != NULL;
    g_free(first);
    g_free(page);
    return bad;
}
"""


def said(*command, **more):
    """Standard output of a program, as text."""
    return subprocess.run(command, capture_output=True, text=True, check=False, **more).stdout


def symbols_of(text):
    return set(re.findall(r"^\s+(\w+);", text.split("local:")[0], re.M))


LISTED = symbols_of((TOP / MAP).read_text())


def need_library():
    if not LIB.exists():
        pytest.skip("configure without --disable-shared: there is no shared library")


# --- symbols


@pytest.fixture(name="table", scope="module")
def read_table():
    need_library()
    return said(need("nm"), "-D", "--defined-only", str(LIB))


def test_exports_what_the_map_lists(table):
    """And nothing else."""
    exported = {line.split()[-1].split("@")[0] for line in table.splitlines() if line}
    assert {symbol for symbol in exported if not NOT_OURS.match(symbol)} == LISTED


def test_symbols_are_versioned(table):
    assert "@@OFFPRINT_0" in table


def test_no_variable_is_exported(table):
    assert not re.findall(r"^.* [BDGSbdgs] .*$", table, re.M)


def test_packages_list_the_symbols():
    """What has been released stays, in the same versions."""
    nodes = set(re.findall(r"^(OFFPRINT_\d+) \{", (TOP / MAP).read_text(), re.M))
    listed = (TOP / "contrib/debian/liboffprint0.symbols").read_text()
    promised = dict(re.findall(r"^ (off_\w+)@(OFFPRINT_\d+) ", listed, re.M))
    assert set(promised) == LISTED
    assert set(promised.values()) == nodes


def test_symbols_of_the_last_tag():
    git = (need("git"), "-C", str(TOP))
    tag = said(*git, "describe", "--tags", "--abbrev=0").strip()
    former = said(*git, "show", f"{tag}:{MAP}") if tag else ""
    if not former:
        pytest.skip("fetch the tags of the repository; the packages' list stands for them")
    assert not symbols_of(former) - LISTED


# --- headers


@pytest.mark.parametrize("symbol", sorted(LISTED))
def test_symbol_is_declared_in_a_public_header(symbol):
    assert any(re.search(rf"\b{symbol}\(", header.read_text()) for header in HEADERS)


def plus_plus():
    """The C++ compiler that goes with the C compiler."""
    name = re.sub(r"\bclang(?=[^/+]*$)", "clang++", CC[0])
    return [re.sub(r"gcc(?=[^/]*$)", "g++", name), *CC[1:]]


def package(what):
    return said("pkg-config", what, "glib-2.0").split()


def compile_with(compiler, source, *more):
    """Nothing that the compiler has to say about the source is accepted."""
    strict = ["-Wall", "-Wextra", "-Werror", f"-I{TOP}/include", *package("--cflags")]
    command = [*compiler, *strict, str(source), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("suffix", ["c", "cc"])
@pytest.mark.parametrize("header", [header.name for header in HEADERS])
def test_header_compiles_alone(tmp_path, header, suffix):
    compiler = CC if suffix == "c" else plus_plus()
    if suffix == "cc" and not shutil.which(compiler[0]):
        pytest.skip(f"install {compiler[0]}")
    source = tmp_path / f"x.{suffix}"
    source.write_text(f"#include <offprint/{header}>\nint main(void) {{ return 0; }}\n")
    compile_with(compiler, source, "-fsyntax-only")


# --- programs


def link(source, program):
    """Compiles a program with the library; returns its path."""
    sanitized = ["-fsanitize=address,undefined"] if "asan" in said("ldd", str(LIB)) else []
    where = ["-L", str(LIB.parent), f"-Wl,-rpath,{LIB.parent}", "-loffprint"]
    compile_with([*CC, *sanitized], source, "-o", str(program), *where, *package("--libs"))
    return str(program)


def execute(program, *args, stdin=b""):
    return subprocess.run([program, *args], input=stdin, capture_output=True, check=False)


@pytest.fixture(name="example", scope="module")
def build_example(tmp_path_factory):
    need_library()
    return link(TOP / "contrib" / "example.c", tmp_path_factory.mktemp("example") / "example")


def test_example_prints_the_article(example):
    done = execute(example, "https://harbour.example.org/2026/11/bridge", stdin=PAGE.read_bytes())
    assert done.returncode == 0
    assert done.stdout.startswith(b"The old bridge reopens after two years\n====")
    assert b"first lorry" in done.stdout


def test_example_says_why_there_is_no_article(example):
    done = execute(example)
    assert done.returncode == 1
    assert b"empty" in done.stderr


def test_example_of_the_manual(tmp_path):
    need_library()
    text = re.search(r"^\.Bd -literal\n(#include.*?)\.Ed", MANUAL, re.S | re.M)[1]
    source = tmp_path / "manual.c"
    source.write_text(text.replace("\\e", "\\"))
    done = execute(link(source, tmp_path / "manual"), stdin=PAGE.read_bytes())
    assert b"first lorry" in done.stdout


def test_manual_names_functions_that_there_are():
    named = set(re.findall(r"^\.Fn (off_\w+) \"", MANUAL, re.M))
    assert named
    assert not named - LISTED


def test_eight_threads_at_once(tmp_path):
    """Each has the same article. A lock that is made twice shows only in some of many runs."""
    need_library()
    source = tmp_path / "threads.c"
    source.write_text(THREADS)
    program = link(source, tmp_path / "threads")
    for _ in range(20):
        assert subprocess.run([program, str(PAGE)], timeout=120, check=False).returncode == 0
