"""The packages' descriptions in contrib.

Each names what configure asks for, by the name it has there, and what make install installs.
"""

import fnmatch
import os
import re
import shutil
import subprocess

import pytest

from harness import BUILD, TOP, need

# What configure asks for, and its name in each collection: with its headers where these are a
# package of their own.
SYSTEMS = ("debian", "rpm", "alpine", "homebrew", "freebsd", "openbsd")
NAMES = {
    "libxml-2.0": (
        "libxml2-dev",
        "pkgconfig(libxml-2.0)",
        "libxml2-dev",
        "libxml2",
        "libxml2",
        "textproc/libxml",
    ),
    "glib-2.0": (
        "libglib2.0-dev",
        "pkgconfig(glib-2.0)",
        "glib-dev",
        "glib",
        "glib20",
        "devel/glib2",
    ),
    "gmime-3.0": (
        "libgmime-3.0-dev",
        "pkgconfig(gmime-3.0)",
        "gmime-dev",
        "gmime",
        "mail/gmime30",
        "mail/gmime30",
    ),
    "jansson": (
        "libjansson-dev",
        "pkgconfig(jansson)",
        "jansson-dev",
        "jansson",
        "devel/jansson",
        "devel/jansson",
    ),
    "libpsl": (
        "libpsl-dev",
        "pkgconfig(libpsl)",
        "libpsl-dev",
        "libpsl",
        "dns/libpsl",
        "net/libpsl",
    ),
    "uchardet": (
        "libuchardet-dev",
        "pkgconfig(uchardet)",
        "uchardet-dev",
        "uchardet",
        "textproc/uchardet",
        "textproc/uchardet",
    ),
    "libcurl": (
        "libcurl4-openssl-dev",
        "pkgconfig(libcurl)",
        "curl-dev",
        "curl",
        "ftp/curl",
        "net/curl",
    ),
    # in the base system of the BSDs
    "zlib": ("zlib1g-dev", "pkgconfig(zlib)", "zlib-dev", "zlib", None, None),
    "sqlite3": (
        "libsqlite3-dev",
        "pkgconfig(sqlite3)",
        "sqlite-dev",
        "sqlite",
        "sqlite",
        "databases/sqlite3",
    ),
    "libzip": (
        "libzip-dev",
        "pkgconfig(libzip)",
        "libzip-dev",
        "libzip",
        "archivers/libzip",
        "archivers/libzip",
    ),
    "unistring": (
        "libunistring-dev",
        "libunistring-devel",
        "libunistring-dev",
        "libunistring",
        "devel/libunistring",
        "devel/libunistring",
    ),
}
# What is no library: tools, what the tests run, headers of the kernel, and what a library of the
# above brings along by name.
OTHERS = {
    "debian": {
        "debhelper-compat",
        "pkg-config",
        "python3:any",
        "procps",
        "ca-certificates",
        "openssl",
    },
    "rpm": {"gcc", "make", "pkgconfig", "python3", "procps-ng", "openssl"},
    "alpine": {"linux-headers"},
    "homebrew": {"pkgconf", "gettext"},
    "freebsd": {"lang/python3"},
    "openbsd": set(),
}
MANAGERS = {
    "apt-get": "debian",
    "apk": "alpine",
    "brew": "homebrew",
    "pkg": "freebsd",
    "pkg_add": "openbsd",
}
VERSIONS = {
    "rpm/offprint.spec": r"^Version:\s*(.*)",
    "alpine/APKBUILD": r"^pkgver=(.*)",
    "homebrew/offprint.rb": r"offprint-([\d.]+)\.tar",
    "freebsd/Makefile": r"^DISTVERSION=\s*(.*)",
    "openbsd/Makefile": r"^DISTNAME =\s*offprint-(.*)",
    "debian/changelog": r"^offprint \(([\d.]+)-",
}
CONFIGURE = (TOP / "configure.ac").read_text()
# What make says to its own makes is not meant for these.
OURS = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "DESTDIR")
CLEAN = {key: value for key, value in os.environ.items() if key not in OURS}


def read(name):
    return (TOP / "contrib" / name).read_text()


def assigned(text, key):
    """The words of a variable of a shell script or Makefile."""
    joined = re.sub(r"\\\n\s*", " ", text)
    return re.search(rf'^{key}\s*\+?=[ \t]*"?((?:[^\\"\n]|\\\n|\n\t)*)', joined, re.M)[1].split()


def debian():
    field = re.search(r"^Build-Depends:(.*(?:\n .*)*)", read("debian/control"), re.M)[1]
    return {part.split()[0] for part in field.split(",")}


def rpm():
    lines = re.findall(r"^BuildRequires:(.*)", read("rpm/offprint.spec"), re.M)
    return {word for line in lines for word in line.split()}


def alpine():
    return set(assigned(read("alpine/APKBUILD"), "makedepends"))


def homebrew():
    formula = read("homebrew/offprint.rb")
    return set(re.findall(r'(?:depends_on|uses_from_macos) "([^"]+)"', formula))


def freebsd():
    text = read("freebsd/Makefile")
    words = assigned(text, "LIB_DEPENDS") + assigned(text, "TEST_DEPENDS")
    depends = {word.split(":")[1] for word in words}
    return depends | set(assigned(text, "USE_GNOME")) | {"sqlite"} & set(assigned(text, "USES"))


def openbsd():
    return set(assigned(read("openbsd/Makefile"), "LIB_DEPENDS"))


DEPENDS = dict(zip(SYSTEMS, (debian, rpm, alpine, homebrew, freebsd, openbsd)))


def names_in(system, but=()):
    """The libraries by their names there."""
    place = SYSTEMS.index(system)
    return {names[place] for library, names in NAMES.items() if library not in but} - {None}


def test_libraries_of_configure():
    """What configure asks for is what the packages are checked for."""
    modules = re.findall(r"PKG_CHECK_MODULES\(\[\w+\], \[([\w.-]+)", CONFIGURE)
    libraries = re.findall(r"AC_CHECK_LIB\(\[(\w+)\]", CONFIGURE)
    assert {*modules, *libraries} == set(NAMES)


@pytest.mark.parametrize("system", SYSTEMS)
def test_depends(system):
    """All of them, by their names there, and nothing else."""
    assert DEPENDS[system]() == names_in(system) | OTHERS[system]


@pytest.mark.parametrize("manager", MANAGERS)
def test_setup_installs_them(manager):
    """For who builds from source: the same, but for what another brings along (glib)."""
    system = MANAGERS[manager]
    found = re.search(rf"^    {manager}\)\s+echo ((?:[^;]|\n)*?) ;;", read("setup"), re.M)
    listed = set(found[1].replace("\\\n", " ").split()) if found else set()
    names = names_in(system, but=("glib-2.0",))
    own = {("freebsd", "sqlite"): "sqlite3"}
    assert {own.get((system, name), name.split("/")[-1]) for name in names} <= listed


def test_setup_installs_headers_of_the_kernel():
    """Where no other package brings them."""
    assert "linux-headers" in read("setup")


@pytest.mark.parametrize("name", VERSIONS)
def test_version(name):
    version = re.search(r"AC_INIT\(\[offprint\], \[([\d.]+)\]", CONFIGURE)[1]
    assert re.search(VERSIONS[name], read(name), re.M)[1] == version


# --- what is installed is what the lists of files say


def need_shared_library():
    need("make")
    if not (BUILD / ".libs/liboffprint.so.0").exists():
        pytest.skip("build a shared library: configure with --enable-shared, and make")


@pytest.fixture(scope="module", name="installed")
def install(tmp_path_factory):
    """The files that make install puts into an empty folder."""
    need_shared_library()
    folder = tmp_path_factory.mktemp("installed")
    command = ["make", "-C", BUILD, "install", f"DESTDIR={folder}", "prefix=/usr"]
    done = subprocess.run(command, capture_output=True, text=True, env=CLEAN)
    assert done.returncode == 0, done.stderr[-400:]
    root = folder / "usr"
    files = {str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir()}
    yield files
    shutil.rmtree(folder)


# How a collection names what is installed.
LISTS = {
    "freebsd/pkg-plist": (
        (r"^lib/pkgconfig/", "libdata/pkgconfig/"),
        (r"^(share/man/.*)$", r"\1.gz"),
        (r"^lib/.*\.la$", ""),
    ),
    "openbsd/pkg/PLIST": (
        (r"^share/man/", "man/"),
        (r"^lib/liboffprint\.so\..*", "lib/liboffprint.so.${LIBoffprint_VERSION}"),
        (r"^lib/liboffprint\.so$", ""),
    ),
}
MACROS = {
    "bindir": "bin",
    "libexecdir": "libexec",
    "mandir": "share/man",
    "datadir": "share",
    "libdir": "lib",
    "includedir": "include",
}


def test_make_install(installed):
    assert installed


@pytest.mark.parametrize("name", LISTS)
def test_list_of_files(name, installed):
    files = installed
    for pattern, put in LISTS[name]:
        files = {re.sub(pattern, put, file) for file in files}
    lines = [line for line in read(name).split("\n") if line and not line.endswith("/")]
    assert {line.split()[-1] for line in lines} == files - {""}


def packed_by_rpm():
    """The folders, which end with a slash, and patterns of the %files."""
    spec = read("rpm/offprint.spec")
    for macro, path in MACROS.items():
        spec = spec.replace("%{_" + macro + "}", "/" + path)
    return re.findall(r"^/(\S+)$", spec, re.M)


def covers(pattern, file):
    return file.startswith(pattern) if pattern.endswith("/") else fnmatch.fnmatch(file, pattern)


def test_rpm_packs_all_that_is_installed(installed):
    loose = [
        file
        for file in installed
        if not file.endswith(".la") and not any(covers(line, file) for line in packed_by_rpm())
    ]
    assert not loose


def test_rpm_packs_nothing_else(installed):
    for line in packed_by_rpm():
        assert any(file.startswith(line) or fnmatch.fnmatch(file, line) for file in installed), line


# --- the collection's own language takes the description

# abuild's own words are amove and the two folders.
ALPINE = r"""
set -eu
amove() {
    mkdir -p "$subpkgdir"
    for f in "$@"; do
        set -- "$pkgdir"/$f
        [ -e "$1" ]
        for g in "$@"; do
            mkdir -p "$subpkgdir/$(dirname "${g#$pkgdir/}")"
            mv "$g" "$subpkgdir/${g#$pkgdir/}"
        done
    done
}
. "$APKBUILD"
make() { command make -C "$BUILD" prefix=/usr "$@"; }
package
lib
[ -e "$subpkgdir/usr/lib/liboffprint.so.0" ]
[ ! -e "$pkgdir/usr/lib/liboffprint.so.0" ]
[ -e "$pkgdir/usr/bin/offprint" ]
"""
RUBY = r"""
class Formula
  WORDS = %i[desc homepage url sha256 license depends_on uses_from_macos]
  WORDS.each { |word| define_singleton_method(word) { |value| value } }
  def self.on_macos = yield
  def self.test(&block) = define_method(:test, &block)
end
load ARGV[0]
ours = Offprint.method_defined?(:install) && Offprint.method_defined?(:test)
raise "no install, or no test" unless ours
"""
BSD_PORT = "show:\n\t@echo ${LIB_DEPENDS:M*} ${CATEGORIES} ${WANTLIB}\n"


def reads(*command, **more):
    need(command[0])
    done = subprocess.run(command, capture_output=True, text=True, env=CLEAN, **more)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def test_apkbuild_packages(tmp_path):
    """package() and its subpackage lib()."""
    need_shared_library()
    env = {
        **CLEAN,
        "BUILD": str(BUILD),
        "APKBUILD": str(TOP / "contrib/alpine/APKBUILD"),
        "pkgdir": str(tmp_path / "p"),
        "subpkgdir": str(tmp_path / "s"),
    }
    done = subprocess.run(["sh", "-c", ALPINE], capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr[-600:]


def test_ruby_reads_the_formula():
    reads("ruby", "-e", RUBY, str(TOP / "contrib/homebrew/offprint.rb"))


@pytest.mark.parametrize("system", ["freebsd", "openbsd"])
def test_bmake_reads_the_port(system, tmp_path):
    (tmp_path / "bsd.port.mk").write_text(BSD_PORT)
    folders = [str(tmp_path), "/usr/share/mk-bmake", "/usr/share/mk"]
    where = [word for folder in folders for word in ("-m", folder)]
    makefile = str(TOP / f"contrib/{system}/Makefile")
    out = reads("bmake", *where, "-f", makefile, "show", cwd=tmp_path)
    assert "mail/gmime30" in out
    assert "mail www" in out


def test_rpmspec_reads_the_spec():
    spec = str(TOP / "contrib/rpm/offprint.spec")
    out = reads("rpmspec", "-q", "--requires", "--buildrequires", spec)
    assert "pkgconfig(gmime-3.0)" in out
