#!/usr/bin/env python3
"""liboffprint as others see it: its symbols, its headers, a program linked to it, many threads at once."""
import os, pathlib, re, shlex, shutil, subprocess, sys, tempfile
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

LIB = BUILD / ".libs/liboffprint.so"
CC = shlex.split(os.environ.get("CC", "cc"))
MAP = "filter/liboffprint.map"


def symbols_of(text): return set(re.findall(r"^\s+(\w+);", text.split("local:")[0], re.M))


listed = symbols_of((TOP / MAP).read_text())
if LIB.exists() and shutil.which("nm"):
    out = subprocess.run(["nm", "-D", "--defined-only", LIB], capture_output=True, text=True).stdout
    exported = {l.split()[-1].split("@")[0] for l in out.split("\n") if l} - {"OFFPRINT_0"}
    exported = {s for s in exported if not re.match(r"OFFPRINT_\d+$|_init$|_fini$|__(asan|ubsan|odr)", s)}
    ok(exported == listed, "the library exports what its map lists, and nothing else", exported ^ listed)
    ok("@@OFFPRINT_0" in out, "the symbols are versioned", out[:200])
    data = [l for l in out.split("\n") if re.search(r" [BDGSbdgs] ", l)]
    ok(not data, "no variable is exported", data)
else: skip("symbols", "nm, or a shared library, is not here")

# What has been released stays: by the list that goes into the packages, and by the last tag's where there is one.
nodes = set(re.findall(r"^(OFFPRINT_\d+) \{", (TOP / MAP).read_text(), re.M))
promised = dict(re.findall(r"^ (off_\w+)@(OFFPRINT_\d+) ", (TOP / "contrib/debian/liboffprint0.symbols").read_text(), re.M))
ok(set(promised) == listed and set(promised.values()) == nodes, "the symbols are those that the packages list, in the same versions", set(promised) ^ listed)
git = lambda *a: subprocess.run(["git", "-C", str(TOP), *a], capture_output=True, text=True)
tag = git("describe", "--tags", "--abbrev=0").stdout.strip() if shutil.which("git") else ""
if tag and git("cat-file", "-e", f"{tag}:{MAP}").returncode == 0:
    gone = symbols_of(git("show", f"{tag}:{MAP}").stdout) - listed
    ok(not gone, f"all symbols of {tag} are still there", gone)
else: skip("symbols of the last tag", "there is no git, or no tag yet: the packages' list stands for it")

# headers: each is a declaration in a public header with a comment, each compiles alone, in C and C++
headers = sorted((TOP / "include/offprint").glob("*.h"))
declared = "\n".join(h.read_text() for h in headers)
ok(all(re.search(rf"\b{s}\(", declared) for s in listed), "each symbol is declared in a public header", [s for s in listed if not re.search(rf"\b{s}\(", declared)])
flags = subprocess.run(["pkg-config", "--cflags", "glib-2.0"], capture_output=True, text=True).stdout.split()
with tempfile.TemporaryDirectory() as d:
    for h in headers:
        for lang in ("c", "c++"):
            compiler = CC if lang == "c" else [re.sub(r"gcc(?=[^/]*$)", "g++", re.sub(r"\bclang(?=[^/+]*$)", "clang++", c)) if n == 0 else c for n, c in enumerate(CC)]
            if lang == "c++" and not shutil.which(compiler[0]): continue
            src = pathlib.Path(d) / f"x.{'c' if lang == 'c' else 'cc'}"; src.write_text(f"#include <offprint/{h.name}>\nint main(void) {{ return 0; }}\n")
            r = subprocess.run([*compiler, "-Wall", "-Wextra", "-Werror", "-fsyntax-only", f"-I{TOP}/include", *flags, str(src)], capture_output=True, text=True)
            ok(r.returncode == 0, f"{h.name} compiles alone, as {lang}", r.stderr)
    if LIB.exists():
        libs = subprocess.run(["pkg-config", "--libs", "glib-2.0"], capture_output=True, text=True).stdout.split()
        link = ["-L", str(LIB.parent), f"-Wl,-rpath,{LIB.parent}", "-loffprint", *libs]
        san = ["-fsanitize=address,undefined"] if "asan" in subprocess.run(["ldd", LIB], capture_output=True, text=True).stdout else []
        exe = pathlib.Path(d) / "example"
        r = subprocess.run([*CC, *san, "-Wall", "-Wextra", "-Werror", f"-I{TOP}/include", *flags, str(TOP / "contrib/example.c"), "-o", str(exe), *link], capture_output=True, text=True)
        ok(r.returncode == 0, "contrib/example.c compiles and links", r.stderr)
        page = (TOP / "tests/site/pages/bridge.html").read_bytes()
        r = subprocess.run([exe, "https://harbour.example.org/2026/11/bridge"], input=page, capture_output=True)
        ok(r.returncode == 0 and r.stdout.startswith(b"The old bridge reopens after two years\n====") and b"first lorry" in r.stdout, "and prints the article", r.stdout[:300])
        r = subprocess.run([exe], input=b"", capture_output=True)
        ok(r.returncode == 1 and b"empty" in r.stderr, "or says why there is none", r.stderr)
        man = (TOP / "filter/liboffprint.3").read_text()
        block = re.search(r"^\.Bd -literal\n(#include.*?)\.Ed", man, re.S | re.M)[1].replace("\\e", "\\")
        (pathlib.Path(d) / "man.c").write_text(block); exe = pathlib.Path(d) / "man"
        r = subprocess.run([*CC, *san, "-Wall", "-Wextra", "-Werror", f"-I{TOP}/include", *flags, str(pathlib.Path(d) / "man.c"), "-o", str(exe), *link], capture_output=True, text=True)
        ok(r.returncode == 0 and b"first lorry" in subprocess.run([exe], input=page, capture_output=True).stdout, "the example of liboffprint(3) compiles, and prints the article", r.stderr)
        missing = [s for s in re.findall(r"^\.Fn (off_\w+) \"", man, re.M) if s not in listed]
        ok(not missing, "liboffprint(3) names functions that there are", missing)
        threads = pathlib.Path(d) / "threads.c"
        threads.write_text(r'''#include <offprint/extract.h>
#include <offprint/render.h>
#include <string.h>
static char *page; static gsize length; static char *first; static GMutex lock;
static void *work(void *unused)
{
    (void)unused;
    for (int i = 0; i < 40; i++) {
        g_autoptr(OffArticle) article = off_extract_page(page, length, &(OffExtractOptions){.url = "https://a.example/b"}, NULL);
        g_autofree char *text = article ? off_render_text(article, &(OffTextOptions){.width = 60, .head = TRUE, .notes = TRUE}) : NULL;
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
    GThread *t[8]; int bad = 0;
    if (argc < 2 || !g_file_get_contents(argv[1], &page, &length, NULL)) return 2;
    for (int i = 0; i < 8; i++) t[i] = g_thread_new(NULL, work, NULL);
    for (int i = 0; i < 8; i++) bad += g_thread_join(t[i]) != NULL;
    g_free(first); g_free(page);
    return bad;
}
''')
        exe = pathlib.Path(d) / "threads"
        r = subprocess.run([*CC, *san, f"-I{TOP}/include", *flags, str(threads), "-o", str(exe), *link], capture_output=True, text=True)
        ok(r.returncode == 0 and subprocess.run([exe, str(TOP / "tests/site/pages/bridge.html")]).returncode == 0, "eight threads at once, each the same article", r.stderr)
done()
