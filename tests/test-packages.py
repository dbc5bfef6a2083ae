#!/usr/bin/env python3
"""The packages' descriptions in contrib: each names what configure asks for, by the name it has there, and what make install installs."""
import fnmatch, os, pathlib, re, shutil, subprocess, sys, tempfile
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

# What configure asks for, and its name in each collection: with its headers where these are a package of their own.
SYSTEMS = ("debian", "rpm", "alpine", "homebrew", "freebsd", "openbsd")
NAMES = {
    "libxml-2.0": ("libxml2-dev", "pkgconfig(libxml-2.0)", "libxml2-dev", "libxml2", "libxml2", "textproc/libxml"),
    "glib-2.0": ("libglib2.0-dev", "pkgconfig(glib-2.0)", "glib-dev", "glib", "glib20", "devel/glib2"),
    "gmime-3.0": ("libgmime-3.0-dev", "pkgconfig(gmime-3.0)", "gmime-dev", "gmime", "mail/gmime30", "mail/gmime30"),
    "jansson": ("libjansson-dev", "pkgconfig(jansson)", "jansson-dev", "jansson", "devel/jansson", "devel/jansson"),
    "libpsl": ("libpsl-dev", "pkgconfig(libpsl)", "libpsl-dev", "libpsl", "dns/libpsl", "net/libpsl"),
    "uchardet": ("libuchardet-dev", "pkgconfig(uchardet)", "uchardet-dev", "uchardet", "textproc/uchardet", "textproc/uchardet"),
    "libcurl": ("libcurl4-openssl-dev", "pkgconfig(libcurl)", "curl-dev", "curl", "ftp/curl", "net/curl"),
    "zlib": ("zlib1g-dev", "pkgconfig(zlib)", "zlib-dev", "zlib", None, None),  # in the base system of the BSDs
    "sqlite3": ("libsqlite3-dev", "pkgconfig(sqlite3)", "sqlite-dev", "sqlite", "sqlite", "databases/sqlite3"),
    "libzip": ("libzip-dev", "pkgconfig(libzip)", "libzip-dev", "libzip", "archivers/libzip", "archivers/libzip"),
    "unistring": ("libunistring-dev", "libunistring-devel", "libunistring-dev", "libunistring", "devel/libunistring", "devel/libunistring"),
}
# What is no library: tools, what the tests run, headers of the kernel, and what a library of the above brings along by name.
OTHERS = {
    "debian": {"debhelper-compat", "pkg-config", "python3:any", "procps", "ca-certificates", "openssl"},
    "rpm": {"gcc", "make", "pkgconfig", "python3", "procps-ng", "openssl"},
    "alpine": {"linux-headers"}, "homebrew": {"pkgconf", "gettext"}, "freebsd": {"lang/python3"}, "openbsd": set(),
}


def read(name): return (TOP / "contrib" / name).read_text()
def assigned(text, key): return re.search(rf'^{key}\s*\+?=[ \t]*"?((?:[^\\"\n]|\\\n|\n\t)*)', re.sub(r"\\\n\s*", " ", text), re.M)[1].split()


def debian():
    field = re.search(r"^Build-Depends:(.*(?:\n .*)*)", read("debian/control"), re.M)[1]
    return {part.split()[0] for part in field.split(",")}


def rpm(): return {word for line in re.findall(r"^BuildRequires:(.*)", read("rpm/offprint.spec"), re.M) for word in line.split()}
def alpine(): return set(assigned(read("alpine/APKBUILD"), "makedepends"))
def homebrew(): return set(re.findall(r'(?:depends_on|uses_from_macos) "([^"]+)"', read("homebrew/offprint.rb")))


def freebsd():
    text = read("freebsd/Makefile")
    depends = {word.split(":")[1] for word in assigned(text, "LIB_DEPENDS") + assigned(text, "TEST_DEPENDS")}
    return depends | set(assigned(text, "USE_GNOME")) | {"sqlite"} & set(assigned(text, "USES"))


def openbsd(): return set(assigned(read("openbsd/Makefile"), "LIB_DEPENDS"))


configure = (TOP / "configure.ac").read_text()
asked = set(re.findall(r"PKG_CHECK_MODULES\(\[\w+\], \[([\w.-]+)", configure)) | set(re.findall(r"AC_CHECK_LIB\(\[(\w+)\]", configure))
ok(asked == set(NAMES), "the libraries that configure asks for are those that the packages are checked for", asked ^ set(NAMES))
for n, system in enumerate(SYSTEMS):
    want = {names[n] for names in NAMES.values()} - {None} | OTHERS[system]
    have = {"debian": debian, "rpm": rpm, "alpine": alpine, "homebrew": homebrew, "freebsd": freebsd, "openbsd": openbsd}[system]()
    ok(have == want, f"{system}: all of them, by their names there, and nothing else", f"lacks {want - have}, has {have - want}")

# contrib/setup, for who builds from source: the same, but for what another brings along (glib) and zlib on the BSDs.
setup = read("setup")
for manager, system in (("apt-get", "debian"), ("apk", "alpine"), ("brew", "homebrew"), ("pkg", "freebsd"), ("pkg_add", "openbsd")):
    found = re.search(rf"^    {manager}\)\s+echo ((?:[^;]|\n)*?) ;;", setup, re.M)
    listed = set(found[1].replace("\\\n", " ").split()) if found else set()
    want = {names[SYSTEMS.index(system)] for library, names in NAMES.items() if library != "glib-2.0"} - {None}
    want = {"sqlite3" if (system, name) == ("freebsd", "sqlite") else name.split("/")[-1] for name in want}
    ok(want <= listed, f"contrib/setup installs them by {manager}", want - listed)
ok("linux-headers" in setup, "contrib/setup: the kernel's headers where no other package brings them")

version = re.search(r"AC_INIT\(\[offprint\], \[([\d.]+)\]", configure)[1]
for name, pattern in (("rpm/offprint.spec", r"^Version:\s*(.*)"), ("alpine/APKBUILD", r"^pkgver=(.*)"), ("homebrew/offprint.rb", r"offprint-([\d.]+)\.tar"),
                      ("freebsd/Makefile", r"^DISTVERSION=\s*(.*)"), ("openbsd/Makefile", r"^DISTNAME =\s*offprint-(.*)"), ("debian/changelog", r"^offprint \(([\d.]+)-")):
    ok(re.search(pattern, read(name), re.M)[1] == version, f"{name} is of version {version}", re.search(pattern, read(name), re.M)[1])

# What is installed is what the lists of files say.
FREEBSD = ((r"^lib/pkgconfig/", "libdata/pkgconfig/"), (r"^(share/man/.*)$", r"\1.gz"), (r"^lib/.*\.la$", ""))
OPENBSD = ((r"^share/man/", "man/"), (r"^lib/liboffprint\.so\..*", "lib/liboffprint.so.${LIBoffprint_VERSION}"), (r"^lib/liboffprint\.so$", ""))


def as_installed(files, rules):
    for pattern, put in rules: files = {re.sub(pattern, put, f) for f in files}
    return files - {""}


def plist(name): return {line.split()[-1] for line in read(name).split("\n") if line and not line.endswith("/")}


# What make says to its own makes is not meant for these.
CLEAN = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "DESTDIR")}
if shutil.which("make") and (BUILD / "Makefile").exists() and (BUILD / ".libs/liboffprint.so.0").exists():
    with tempfile.TemporaryDirectory() as d:
        r = subprocess.run(["make", "-C", BUILD, "install", f"DESTDIR={d}", "prefix=/usr"], capture_output=True, text=True, env=CLEAN)
        root = pathlib.Path(d) / "usr"
        files = {str(f.relative_to(root)) for f in root.rglob("*") if not f.is_dir()}
        ok(r.returncode == 0 and files, "make install into an empty folder", r.stderr[-400:])
        for name, rules in (("freebsd/pkg-plist", FREEBSD), ("openbsd/pkg/PLIST", OPENBSD)):
            want = as_installed(files, rules)
            ok(plist(name) == want, f"{name} lists what is installed, and nothing else", f"lacks {want - plist(name)}, has {plist(name) - want}")
        spec = read("rpm/offprint.spec")
        for macro, path in (("bindir", "bin"), ("libexecdir", "libexec"), ("mandir", "share/man"), ("datadir", "share"), ("libdir", "lib"), ("includedir", "include")):
            spec = spec.replace("%{_" + macro + "}", "/" + path)
        listed = re.findall(r"^/(\S+)$", spec, re.M)
        loose = [f for f in files if not f.endswith(".la") and not any(f.startswith(p) if p.endswith("/") else fnmatch.fnmatch(f, p) for p in listed)]
        ok(not loose, "rpm/offprint.spec packs all that is installed", loose)
        empty = [p for p in listed if not any(f.startswith(p) or fnmatch.fnmatch(f, p) for f in files)]
        ok(not empty, "and nothing that is not", empty)
else: skip("the lists of files", "make, or a shared library, is not here")


def reads(tool, command, name, **more):
    """The collection's own language takes the description, where a reader of it is here."""
    if not shutil.which(tool): return skip(f"{name} as {tool} reads it", f"{tool} is not here")
    r = subprocess.run(command, capture_output=True, text=True, env=CLEAN, **more)
    ok(r.returncode == 0, f"{tool} reads {name}", r.stderr + r.stdout)
    return r.stdout


# abuild's own words are amove and the two folders.
ALPINE = r"""
set -eu
amove() { mkdir -p "$subpkgdir"; for f in "$@"; do set -- "$pkgdir"/$f; [ -e "$1" ]; for g in "$@"; do mkdir -p "$subpkgdir/$(dirname "${g#$pkgdir/}")"; mv "$g" "$subpkgdir/${g#$pkgdir/}"; done; done; }
. "$APKBUILD"
make() { command make -C "$BUILD" prefix=/usr "$@"; }
package
lib
[ -e "$subpkgdir/usr/lib/liboffprint.so.0" ] && [ ! -e "$pkgdir/usr/lib/liboffprint.so.0" ] && [ -e "$pkgdir/usr/bin/offprint" ]
"""
if (BUILD / ".libs/liboffprint.so.0").exists():
    with tempfile.TemporaryDirectory() as d:
        r = subprocess.run(["sh", "-c", ALPINE], capture_output=True, text=True, env={**CLEAN, "BUILD": str(BUILD), "APKBUILD": str(TOP / "contrib/alpine/APKBUILD"), "pkgdir": d + "/p", "subpkgdir": d + "/s"})
        ok(r.returncode == 0, "alpine/APKBUILD: package() and its subpackage lib()", r.stderr[-600:])
RUBY = r"""
class Formula
  %i[desc homepage url sha256 license depends_on uses_from_macos].each { |word| define_singleton_method(word) { |value| value } }
  def self.on_macos = yield
  def self.test(&block) = define_method(:test, &block)
end
load ARGV[0]
raise "no install, or no test" unless Offprint.method_defined?(:install) && Offprint.method_defined?(:test)
"""
reads("ruby", ["ruby", "-e", RUBY, str(TOP / "contrib/homebrew/offprint.rb")], "homebrew/offprint.rb")
with tempfile.TemporaryDirectory() as d:
    (pathlib.Path(d) / "bsd.port.mk").write_text("show:\n\t@echo ${LIB_DEPENDS:M*} ${CATEGORIES} ${WANTLIB}\n")
    for system in ("freebsd", "openbsd"):
        out = reads("bmake", ["bmake", "-m", d, "-m", "/usr/share/mk-bmake", "-m", "/usr/share/mk", "-f", str(TOP / f"contrib/{system}/Makefile"), "show"], f"{system}/Makefile", cwd=d)
        if out: ok("mail/gmime30" in out and "mail www" in out, f"{system}/Makefile: what it depends on", out)
out = reads("rpmspec", ["rpmspec", "-q", "--requires", "--buildrequires", str(TOP / "contrib/rpm/offprint.spec")], "rpm/offprint.spec")
if out: ok("pkgconfig(gmime-3.0)" in out, "rpm/offprint.spec: what building requires", out)
done()
