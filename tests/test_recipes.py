"""The recipes of contrib/, as they stand there, each with its real program."""

import contextlib
import mailbox
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import pytest

from harness import (
    BUILD,
    TEASER,
    TOP,
    WARC,
    dovecot_version,
    in_terminal,
    need,
    need_terminal,
    run,
)
from samples import MAILS, header_of

TEXT = "first lorry rolled over the old bridge"
PERSONAL = MAILS["personal"]
BOTH = (TEASER, PERSONAL)
NOBODY = 65534
SYSTEM = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
WRAPPER = """#!/bin/sh
OFFPRINT_LIBEXECDIR={0} exec {0}/offprint --cache off --replay {0}/site.warc "$@"
"""
PROGRAMS = ("offprint", "offprint-reader", "offprint-fetcher", ".libs/offprint-mail.so")


def recipe(name):
    return (TOP / "contrib" / name).read_text()


class Home:
    """A home with a Maildir, and offprint in its PATH with the sample site as its network."""

    def __init__(self, folder, programs):
        self.folder = folder
        self.bin = folder / "bin"
        self.path = f"{self.bin}:{SYSTEM}"
        self.env = {
            "PATH": self.path,
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "USER": "reader",
            "LOGNAME": "reader",
        }
        self.offprint = self.write("bin/offprint", WRAPPER.format(programs), 0o755)
        for name in ("Maildir/new", "Maildir/cur", "Maildir/tmp", "Mail"):
            (folder / name).mkdir(parents=True)

    def __str__(self):
        return str(self.folder)

    def __truediv__(self, name):
        return self.folder / name

    def write(self, name, data, mode=0o644):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        path.chmod(mode)
        return path

    def run(self, *command, stdin=b"", env=None, timeout=60):
        return subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            cwd=self.folder,
            timeout=timeout,
            env={**self.env, **(env or {})},
        )

    def run_as_nobody(self, *command, **more):
        """For programs that deliver no mail to root."""
        if os.getuid() != 0:
            return self.run(*command, **more)
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        groups = ("--clear-groups", f"--reuid={NOBODY}", f"--regid={NOBODY}")
        return self.run(need("setpriv"), *groups, *command, **more)

    def run_in_terminal(self, command):
        return self.run(*in_terminal(command), env={"TERM": "xterm"}, timeout=40)

    def mails(self, folder="Maildir"):
        places = (self.folder / folder / "new", self.folder / folder / "cur")
        return [path.read_bytes() for place in places for path in sorted(place.iterdir())]


@contextlib.contextmanager
def readable_folder():
    """One that other users may read, which pytest's are not."""
    with tempfile.TemporaryDirectory(prefix="offprint-recipes-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture(name="programs", scope="module")
def copy_programs():
    """A copy of the programs for other users: the build may lie where only root can read."""
    with readable_folder() as folder:
        (folder / ".libs").mkdir()
        for name in PROGRAMS:
            shutil.copy(BUILD / name, folder / name)
        shutil.copy(WARC, folder / "site.warc")
        yield folder


@pytest.fixture(name="home")
def make_home(programs):
    with readable_folder() as folder:
        yield Home(folder, programs)


def body_of(mail):
    return mail.replace(b"\r\n", b"\n").split(b"\n\n", 1)[1].strip()


def is_offprint(mail):
    fields = header_of(mail.replace(b"\r\n", b"\n"))
    return re.search(rb"^X-Offprint: status=fetched", fields, re.M)


def check_both(mails, why=None):
    """The newsletter became its article and can be undone; the personal mail is as it was."""
    assert len(mails) == 2, why
    [offprint] = filter(is_offprint, mails)
    [other] = [mail for mail in mails if not is_offprint(mail)]
    assert TEXT.encode() in offprint
    back = run("--restore", stdin=offprint).out
    assert b"Read more" in back
    assert body_of(back) == body_of(TEASER)
    assert body_of(PERSONAL) in other.replace(b"\r\n", b"\n")


# --- delivery


def procmail(home, rc, mails, more=""):
    program = need("procmail")
    # procmail's own PATH begins with bin of the home
    head = f"HOME={home}\n{more}PATH={home.bin}:/usr/bin:/bin\nDEFAULT={home}/Maildir/\n"
    path = home.write(".procmailrc", head + rc)
    for mail in mails:
        home.run(program, str(path), stdin=mail)


def test_procmailrc(home):
    procmail(home, recipe("procmailrc"), BOTH)
    check_both(home.mails())


def test_procmailrc_makes_no_loop(home):
    """What is an offprint already passes through."""
    procmail(home, recipe("procmailrc"), BOTH)
    first = home.mails()
    assert len(first) == 2
    procmail(home, recipe("procmailrc"), first)
    assert sorted(map(body_of, home.mails())) == sorted(map(body_of, first * 2))


@pytest.fixture(name="sorted_home")
def sort_into_folders(home):
    """The part of the recipe that sorts is a comment there."""
    need("procmail", "formail")
    rc = recipe("procmailrc")
    lines = rc[rc.index("# The same article") :].splitlines(True)[1:]
    sorting = "".join(re.sub(r"^# ?", "", line) for line in lines if not line.startswith("# Long"))
    for name in (".duplicates", ".long", ".german"):
        (home / "Maildir" / name).mkdir()
    again = TEASER.replace(b"Message-ID: <", b"Message-ID: <other-")
    procmail(home, rc + sorting, (*BOTH, again), f"MAILDIR={home}\n")
    return home


def test_procmailrc_that_sorts(sorted_home):
    check_both(sorted_home.mails())


def test_same_article_again_is_a_duplicate(sorted_home):
    assert len(sorted_home.mails("Maildir/.duplicates")) == 1


def test_maildroprc(home):
    program = need("maildrop")
    text = f'PATH="{home.bin}:/usr/bin:/bin"\n{recipe("maildroprc")}\nto "{home}/Maildir"\n'
    rc = home.write(".mailfilter", text, 0o600)
    for mail in BOTH:
        home.run(program, str(rc), stdin=mail)
    check_both(home.mails())


def test_fdm_conf(home):
    program = need("fdm")
    box = mailbox.mbox(home / "in.mbox")
    for mail in BOTH:
        box.add(mail)
    box.close()
    conf = (
        f'set no-received\nset lock-file "{home}/lock"\n'
        f'account "in" mbox "{home}/in.mbox"\n{recipe("fdm.conf")}\n'
        f'action "keep" maildir "{home}/Maildir"\nmatch all action "keep"\n'
    )
    path = home.write(".fdm.conf", conf, 0o600)
    done = home.run_as_nobody(program, "-f", str(path), "fetch")
    check_both(home.mails(), done)


class Pop:
    """A POP3 server for two mails, for programs that fetch them."""

    def __init__(self, listener):
        self.listener = listener
        self.port = listener.getsockname()[1]
        self.box = [mail.replace(b"\n", b"\r\n") for mail in BOTH]

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                with connection, connection.makefile("rwb") as lines:
                    self.talk(lines)

    def talk(self, lines):
        answer = [b"+OK ready"]
        while True:
            lines.write(b"\r\n".join(answer) + b"\r\n")
            lines.flush()
            if answer == [b"+OK bye"] or not (line := lines.readline()):
                return
            word, *args = line.decode().split()
            answer = self.answer(word.upper(), [int(arg) for arg in args if arg.isdigit()])

    def answer(self, word, args):
        numbered = list(enumerate(self.box, 1))
        if args:
            mail = self.box[args[0] - 1]
            text = mail.removesuffix(b"\r\n").replace(b"\r\n.", b"\r\n..")
            one = {
                "LIST": [b"+OK %d %d" % (args[0], len(mail))],
                "UIDL": [b"+OK %d %d" % (args[0], 7000 + args[0])],
                "RETR": [b"+OK", text, b"."],
            }
            return one.get(word, [b"+OK"])
        every = {
            "CAPA": [b"+OK", b"USER", b"UIDL", b"TOP", b"."],
            "STAT": [b"+OK %d %d" % (len(self.box), sum(map(len, self.box)))],
            "LIST": [b"+OK", *(b"%d %d" % (n, len(mail)) for n, mail in numbered), b"."],
            "UIDL": [b"+OK", *(b"%d u%d" % (n, n) for n, _ in numbered), b"."],
            "QUIT": [b"+OK bye"],
        }
        return every.get(word, [b"+OK"])


@pytest.fixture(name="pop")
def serve_pop():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Pop(listener)
        threading.Thread(target=server.serve, daemon=True).start()
        yield server
        listener.shutdown(socket.SHUT_RDWR)


def test_mpoprc(home, pop):
    program = need("mpop")
    lines = recipe("mpoprc").split("\n")
    delivery = next(line for line in lines if line.startswith("delivery"))
    conf = (
        f"account default\nhost 127.0.0.1\nport {pop.port}\ntls off\nauth user\nuser reader\n"
        f"password x\nkeep on\nuidls_file {home}/uidls\nreceived_header off\n{delivery}\n"
    )
    home.write(".mpoprc", conf, 0o600)
    done = home.run(program)
    check_both(home.mails(), done)


def test_getmailrc(home, pop):
    program = need("getmail")
    conf = (
        "[retriever]\ntype = SimplePOP3Retriever\nserver = 127.0.0.1\n"
        f"port = {pop.port}\nusername = reader\npassword = x\n\n"
        f"[destination]\ntype = Maildir\npath = {home}/Maildir/\n\n"
        "[options]\ndelivered_to = false\nreceived = false\ndelete = false\n\n"
    )
    own = recipe("getmailrc").replace("/usr/local/bin/offprint", str(home.offprint))
    home.write(".config/getmail/getmailrc", conf + own)
    done = home.run_as_nobody(program)
    check_both(home.mails(), done)


LDA = "/usr/lib/dovecot/dovecot-lda"
EXTPROGRAMS = "/usr/lib/dovecot/modules/sieve/lib90_sieve_extprograms_plugin.so"
DOVECOT = """\
log_path = {home}/log
base_dir = {home}/run
first_valid_uid = 0
first_valid_gid = 0
postmaster_address = p@example.org
hostname = example.org
"""
DOVECOT_2_3 = """\
mail_location = maildir:{home}/Maildir
protocol lda {{
 mail_plugins = sieve
}}
plugin {{
 sieve = file:{home}/sieve
}}
"""
DOVECOT_2_4 = """\
mail_driver = maildir
mail_path = {home}/Maildir
protocol lda {{
 mail_plugins {{
  sieve = yes
 }}
}}
sieve_script personal {{
 path = {home}/sieve
}}
"""


def dovecot_conf(home):
    """With the recipe's settings. 2.4 wants to be told first for which version the settings are."""
    new = dovecot_version() >= (2, 4)
    head = "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n" if new else ""
    lines = re.search(
        rf"with Dovecot 2.{4 if new else 3}:\n#\n((?:#   .*\n)+)", recipe("sieve"), re.I
    )
    own = re.sub(r"^# ", "", lines[1], flags=re.M)
    own = own.replace("/usr/local/lib/sieve-filter", f"{home}/filters")
    return head + (DOVECOT + (DOVECOT_2_4 if new else DOVECOT_2_3)).format(home=home) + own


def test_sieve(home):
    if not os.path.exists(LDA) or not os.path.exists(EXTPROGRAMS):
        pytest.skip("install dovecot-lda and Pigeonhole's extprograms (contrib/setup test)")
    (home / "filters").mkdir()
    (home / "filters/offprint").symlink_to(home.offprint)
    home.write("sieve", recipe("sieve"))
    conf = home.write("dovecot.conf", dovecot_conf(home))
    for mail in BOTH:
        done = home.run_as_nobody(LDA, "-c", str(conf), "-f", "a@example.org", stdin=mail)
    check_both(home.mails(), done)


BRIDGE_ITEM = (
    "<item><title>The old bridge reopens after two years</title>"
    "<link>https://weekly.example.org/bridge</link><guid>b1</guid>"
    "<description>{words}</description></item>"
)


def feed(title, *items):
    channel = f"<title>{title}</title>{''.join(items)}"
    return f'<rss version="2.0"><channel>{channel}</channel></rss>'


@contextlib.contextmanager
def serving(folder):
    """A web server for the files of a folder; gives its address."""
    command = [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "0"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, cwd=folder, **pipes) as server:
        try:
            port = re.search(r"port (\d+)", server.stdout.readline())[1]
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


R2E = {
    "post-process = ": "post-process = offprint_post_process rewrite",
    "email-protocol = sendmail": "email-protocol = maildir",
    "email-protocol = smtp": "email-protocol = maildir",
    "maildir-path = ~/Maildir": "maildir-path = {home}/Maildir",
    "maildir-mailbox = INBOX": "maildir-mailbox = ",
}


def test_rss2email(home):
    """Its mail carries the article."""
    r2e = [need("r2e"), "-c", f"{home}/r2e.cfg", "-d", f"{home}/r2e.json"]
    home.env["PYTHONPATH"] = str(home)
    head = "<link>https://weekly.example.org/</link><description>x</description>"
    home.write("feed.rss", feed("Harbour Weekly", head, BRIDGE_ITEM.format(words="Short.")))
    home.write("offprint_post_process.py", recipe("rss2email.py"))
    home.run(*r2e, "new", "reader@example.com")
    conf = (home / "r2e.cfg").read_text()
    for line, ours in R2E.items():
        conf = conf.replace(line, ours.format(home=home), 1)
    home.write("r2e.cfg", conf)
    with serving(home.folder) as address:
        home.run(*r2e, "add", "harbour", f"{address}/feed.rss")
        done = home.run(*r2e, "run")
    mails = [path.read_bytes() for path in home.folder.rglob("new/*")]
    assert len(mails) == 1, done
    assert TEXT.encode() in mails[0]
    assert b"X-Offprint: status=fetched" in mails[0]


def test_sfeed(home):
    """Two entries: the article in the one, the other as it was."""
    program = need("sfeed", "sfeed_mbox")
    items = (
        "<item><title>The old bridge</title><link>https://weekly.example.org/bridge</link>"
        "<description>Short.</description></item>",
        "<item><title>Two</title><link>https://weekly.example.org/nowhere</link>"
        "<description>Second.</description></item>",
    )
    made = home.run(program, "https://weekly.example.org/", stdin=feed("Harbour", *items).encode())
    entries = home.write("feed", made.stdout)
    done = home.run(str(TOP / "contrib/sfeed"), str(entries))
    box = home.write("box", done.stdout)
    assert len(mailbox.mbox(box)) == 2, done
    assert TEXT in done.stdout.decode()
    assert "https://weekly.example.org/nowhere\n" in done.stdout.decode()


# --- Postfix: a configuration, a queue and a log of its own

SERVICES = """\
pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
local unix - n n - - local
error unix - - n - - error
retry unix - - n - - error
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
"""
MAIN = """\
compatibility_level = 3.6
queue_directory = {home}/spool
data_directory = {home}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = here.example.org
mydestination = here.example.org
alias_maps =
alias_database =
local_recipient_maps =
{maps}
default_database_type = hash
maillog_file = {home}/maillog
maillog_file_prefixes = {home}
"""
DELIVER = """\
postfix -c {home}/conf start || exit 98
for m in m0 m1; do sendmail -C {home}/conf -i -f a@example.org reader@here.example.org <$m; done
n=0
while [ $n -lt 60 ] && [ "$(find vmail -path '*/new/*' | wc -l)" -lt 2 ]; do
    sleep 0.3
    n=$((n+1))
done
postfix -c {home}/conf stop
"""


def configure_postfix(home):
    """The recipe's script, service and maps, for this home and user."""
    text = recipe("postfix")
    lines = re.search(r"#    (#!/bin/sh\n(?:#    .*\n)+)", text)[1]
    script = re.sub(r"^#    ", "", lines, flags=re.M)
    script = script.replace("/usr/local/bin/offprint", str(home.offprint))
    path = home.write("offprint-postfix", script.replace("/var/vmail", f"{home}/vmail"), 0o755)
    flow = re.search(r"#    (offprint  unix.*)\n#    (  flags=.*)\n", text)
    service = f"{flow[1]}\n{flow[2]}\n".replace("user=vmail", "user=nobody")
    service = service.replace("/usr/local/libexec/offprint-postfix", str(path))
    maps = "\n".join(re.findall(r"#    ((?:transport_maps|offprint_destination).*)", text))
    maps = maps.replace("reader@example.com", "reader@here.example.org")
    shutil.copytree("/etc/postfix", home / "conf", symlinks=True)
    (home / "conf").chmod(0o755)
    home.write("conf/master.cf", SERVICES + service)
    home.write("conf/main.cf", MAIN.format(home=home, maps=maps))


def test_postfix(home):
    """By pipe(8)."""
    need("postfix", "postmap")
    if os.getuid() != 0:
        pytest.skip("run this as root: Postfix starts for root alone")
    configure_postfix(home)
    for name in ("spool", "data"):
        (home / name).mkdir()
    shutil.chown(home / "data", "postfix")
    (home / "vmail/reader").mkdir(parents=True)
    for path in (home / "vmail", home / "vmail/reader"):
        os.chown(path, NOBODY, NOBODY)
    for number, mail in enumerate(BOTH):
        home.write(f"m{number}", mail)
    done = home.run("sh", "-c", DELIVER.format(home=home), timeout=90)
    log = home / "maillog"
    said = log.read_text()[-900:] if log.exists() else ""
    mails = [path.read_bytes() for path in (home / "vmail").rglob("new/*")]
    check_both(mails, f"{done}\n{said}")


# --- reading

HTML_MAIL = (
    b"From: a@example.org\nTo: b@example.com\nSubject: Latin\n"
    b"Date: Tue, 24 Nov 2026 08:00:00 +0000\nMessage-ID: <latin@example.org>\nMIME-Version: 1.0\n"
    b"Content-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n"
    b"<html><body><p>Gr\xfc\xdfe aus der <b>K\xfcche</b></p><ul><li>eins<li>zwei</ul>"
    b"<script>alert(1)</script></body></html>\n"
)
MUTTRC = """
set folder={home}/Mail spoolfile={home}/box record="" move=no wait_key=no confirmappend=no
set mailcap_path={home}/mailcap print=yes print_command="cat >{home}/shown" print_decode=yes
set quit=yes delete=yes
push "{keys}"
"""
each_mutt = pytest.mark.parametrize("mutt", ["mutt", "neomutt"])


def catch_pager(home):
    """What would be paged is put into a file."""
    home.write("bin/less", f"#!/bin/sh\ncat >{home}/shown\n", 0o755)


def shown(home):
    path = home / "shown"
    return path.read_text(errors="replace") if path.exists() else ""


def press(home, mutt, keys, mail=TEASER):
    """Runs mutt with the recipe on a box of one mail."""
    need(mutt)
    need_terminal()
    catch_pager(home)
    quoted = mail.replace(b"\nFrom ", b"\n>From ")
    home.write("box", b"From a@example.org Tue Nov 24 08:10:00 2026\n" + quoted + b"\n")
    home.write("muttrc", recipe("muttrc") + MUTTRC.format(home=home, keys=keys))
    home.write("mailcap", recipe("mailcap"))
    home.run_in_terminal(f"{mutt} -n -F {home}/muttrc -f {home}/box")


@each_mutt
def test_mutt_shows_the_article(home, mutt):
    press(home, mutt, "O<exit>")
    assert TEXT in shown(home)
    assert "X-Offprint" not in shown(home)


@each_mutt
def test_mutt_saves_the_offprint(home, mutt):
    press(home, mutt, "S<exit>")
    saved = (home / "Mail/offprints").read_bytes()
    assert saved.startswith(b"From ")
    assert b"X-Offprint: status=fetched" in saved


@each_mutt
def test_mutt_shows_the_original(home, mutt):
    press(home, mutt, "R<exit>", run("--replay", WARC, stdin=TEASER).out)
    assert "Read more" in shown(home)
    assert "X-Offprint" not in shown(home)


@each_mutt
def test_mutt_puts_the_article_in_the_mails_place(home, mutt):
    press(home, mutt, "E<sync-mailbox><exit>")
    left = (home / "box").read_bytes()
    assert left.count(b"\nX-Offprint: status=fetched") == 1
    assert re.search(rb"^From ", left, re.M)
    assert len(mailbox.mbox(home / "box")) == 1


@each_mutt
def test_mailcap_shows_html_in_its_charset(home, mutt):
    press(home, mutt, "<print-message><exit>", HTML_MAIL)
    assert "Grüße aus der Küche" in shown(home)
    assert "alert" not in shown(home)


def test_aerc_filter(home):
    """With UTF-8 that <meta> denies."""
    need("aerc")
    line = re.search(r"^text/html=(.*)$", recipe("aerc"), re.M)[1]
    page = "<html><head><meta charset=iso-8859-1></head><body><p>Grüße</p></body></html>"
    done = home.run("sh", "-c", line, stdin=page.encode())
    assert "Grüße" in done.stdout.decode()
    assert not done.stderr


@pytest.mark.parametrize("action", ["--to text", "--restore"])
def test_aerc_keys(action):
    assert f":pipe -m offprint {action}" in recipe("aerc")


@pytest.fixture(name="indexed")
def index_by_notmuch(home):
    program = need("notmuch")
    conf = (
        f"[database]\npath={home}/Maildir\n[user]\nname=r\nprimary_email=r@example.com\n"
        "[new]\ntags=new;unread;inbox\n"
    )
    home.env["NOTMUCH_CONFIG"] = str(home.write(".notmuch-config", conf))
    for number, mail in enumerate(BOTH, 1):
        home.write(f"Maildir/new/{number}", mail)
    home.write("Maildir/.notmuch/hooks/post-new", recipe("notmuch-post-new"), 0o755)
    home.run(program, "new")
    return home


def test_notmuch_post_new(indexed):
    check_both(indexed.mails())


def test_notmuch_nothing_stays_new(indexed):
    done = indexed.run(need("notmuch"), "search", "--output=files", "tag:new")
    assert done.stdout == b"", done


def test_mblaze_filter(home):
    """mshow shows HTML, in its charset."""
    program = need("mshow")
    home.write(".mblaze/filter", recipe("mblaze-filter"))
    home.write("m", HTML_MAIL)
    done = home.run(program, "./m")
    assert "Grüße aus der Küche" in done.stdout.decode(errors="replace"), done
    assert b"<b>" not in done.stdout


# --- newsboat

NEWSBOAT = recipe("newsboat")
RENDERER = re.search(r"^# (html-renderer .*)$", NEWSBOAT, re.M)[1]
SHORT = BRIDGE_ITEM.format(words="&lt;p&gt;Short &lt;b&gt;words&lt;/b&gt;.&lt;/p&gt;")


def wait_for(condition, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end and not condition():
        time.sleep(0.1)


def press_in_newsboat(home, *keys):
    """A terminal, and the keys of a person, one a second.

    It is killed itself: without its terminal it would run for ever.
    """
    env = {**home.env, "TERM": "xterm"}
    how = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = in_terminal("echo $$ >pid; exec newsboat")
    with subprocess.Popen(command, cwd=home.folder, env=env, **how) as process:
        time.sleep(1.5)
        for key in keys:
            process.stdin.write(key)
            process.stdin.flush()
            time.sleep(1)
        wait_for(lambda: shown(home), 8)
        process.stdin.write(b"\n")
        process.stdin.flush()
        time.sleep(0.3)
        os.kill(int((home.folder / "pid").read_text()), signal.SIGKILL)


def test_newsboat_shows_the_article(home):
    need("newsboat")
    need_terminal()
    catch_pager(home)
    home.write("feed.rss", feed("Harbour", SHORT))
    home.write(".newsboat/config", f"{NEWSBOAT}\n{RENDERER}\nrefresh-on-startup no\n")
    home.write(".newsboat/urls", f"file://{home}/feed.rss\n")
    # -x reload leaves the items in the cache
    home.run("newsboat", "-x", "reload")
    press_in_newsboat(home, b"\r", b"\r", b",o")
    assert TEXT in shown(home)


def test_newsboat_html_renderer(home):
    need("newsboat")
    command = re.search(r'html-renderer "(.*)"', RENDERER)[1]
    done = home.run("sh", "-c", command, stdin=b"<p>Short <b>words</b>.</p><script>x</script>")
    assert done.stdout.decode().strip() == "Short words."


def test_newsboat_filter(home):
    """It fills a feed."""
    need("newsboat")
    command = re.search(r'"filter:(.*?):https', NEWSBOAT)[1]
    done = home.run("sh", "-c", command, stdin=feed("Harbour", SHORT).encode())
    assert TEXT.encode() in done.stdout
