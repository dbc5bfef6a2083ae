#!/usr/bin/env python3
"""The recipes of contrib/, as they stand there, each with its real program. What is not installed is skipped, with its name."""
import mailbox, os, pathlib, re, shutil, socket, subprocess, sys, tempfile, threading, time
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

WORK = pathlib.Path(tempfile.mkdtemp(prefix="offprint-recipes-")); WORK.chmod(0o755)
BIN = WORK / "bin"; BIN.mkdir()
(BIN / "offprint").write_text(f"#!/bin/sh\nOFFPRINT_LIBEXECDIR={BUILD} exec {OFFPRINT} --cache off --replay {WARC} \"$@\"\n"); (BIN / "offprint").chmod(0o755)
PATH = {"PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"}
TEXT = "first lorry rolled over the old bridge"
PERSONAL = mails(large=False)["personal"]


def home(name):
    h = WORK / name
    (h / "bin").mkdir(parents=True); (h / "bin/offprint").symlink_to(BIN / "offprint")   # procmail's PATH begins there
    for d in ("Maildir/new", "Maildir/cur", "Maildir/tmp", "Mail"): (h / d).mkdir(parents=True)
    return h


def recipe(name): return (TOP / "contrib" / name).read_text()


def delivered(h, folder="Maildir"): return [f.read_bytes() for d in ("new", "cur") for f in sorted((h / folder / d).iterdir())]


def call(h, *argv, stdin=b"", env=None, timeout=60, nobody=False):
    """nobody: as a user who is nobody, for programs that deliver no mail to root."""
    if nobody and os.getuid() == 0:
        for p in [h, *h.rglob("*")]: os.chown(p, 65534, 65534, follow_symlinks=False)
        argv = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *argv)
    return subprocess.run(argv, input=stdin, capture_output=True, cwd=h, timeout=timeout, env={**PATH, "HOME": str(h), "LC_ALL": "C.UTF-8", "USER": "reader", "LOGNAME": "reader", **(env or {})})


def terminal(h, command, env=None, timeout=40):
    """Runs a program that wants a terminal, in one."""
    return call(h, "script", "-qec", command, "/dev/null", env={"TERM": "xterm", "COLUMNS": "100", "LINES": "40", **(env or {})}, timeout=timeout)


def both(name, got):
    """The newsletter became its article and can be undone; the personal mail is as it was."""
    offprints = [m for m in got if re.search(rb"^X-Offprint: status=fetched", header_of(m.replace(b"\r\n", b"\n")), re.M)]
    others = [m for m in got if m not in offprints]
    ok(len(got) == 2 and len(offprints) == 1, f"{name}: two mails, one of them an offprint", [m[:200] for m in got])
    if len(offprints) != 1: return
    ok(TEXT.encode() in offprints[0], f"{name}: the article is in it")
    back = run("--restore", stdin=offprints[0])[1].replace(b"\r\n", b"\n")
    ok(b"Read more" in back and back.split(b"\n\n", 1)[1].strip() == TEASER.split(b"\n\n", 1)[1].strip(), f"{name}: and the mail comes back", back[:300])
    ok(all(PERSONAL.split(b"\n\n", 1)[1].strip() in m.replace(b"\r\n", b"\n") for m in others), f"{name}: the personal mail is untouched", others)


def has(*programs):
    missing = [p for p in programs if not shutil.which(p, path=PATH["PATH"])]
    if missing: skip(programs[0], f"{', '.join(missing)} is not installed")
    return not missing


def has_terminals():
    try:
        for fd in os.openpty(): os.close(fd)
        return bool(shutil.which("script"))
    except OSError: return False


# --- delivery --------------------------------------------------------------------------------------------------------------
if has("procmail"):
    h = home("procmail"); (h / ".procmailrc").write_text(f"HOME={h}\nPATH={BIN}:/usr/bin:/bin\nDEFAULT={h}/Maildir/\n" + recipe("procmailrc"))
    for m in (TEASER, PERSONAL): call(h, "procmail", str(h / ".procmailrc"), stdin=m)
    both("procmailrc", delivered(h))
    first = delivered(h)
    for m in first: call(h, "procmail", str(h / ".procmailrc"), stdin=m)
    ok(len(first) == 2 and sorted(m.split(b"\n\n", 1)[1].strip() for m in delivered(h)) == sorted(m.split(b"\n\n", 1)[1].strip() for m in first * 2), "procmailrc: no loop: what is an offprint already passes through")
if has("procmail", "formail"):
    rc = recipe("procmailrc")
    sorting = "".join(re.sub(r"^# ?", "", line) for line in rc[rc.index("# The same article"):].splitlines(True)[1:] if not line.startswith("# Long"))
    h = home("sorting"); (h / ".procmailrc").write_text(f"HOME={h}\nMAILDIR={h}\nPATH={BIN}:/usr/bin:/bin\nDEFAULT={h}/Maildir/\n" + rc + sorting)
    (h / "Maildir/.duplicates").mkdir(); (h / "Maildir/.long").mkdir(); (h / "Maildir/.german").mkdir()
    for m in (TEASER, PERSONAL, TEASER.replace(b"Message-ID: <", b"Message-ID: <other-")): call(h, "procmail", str(h / ".procmailrc"), stdin=m)
    both("procmailrc, sorting", delivered(h))
    ok(len(delivered(h, "Maildir/.duplicates")) == 1, "procmailrc: the same article again is a duplicate", [str(p) for p in h.rglob("*") if p.is_file()])
if has("maildrop"):
    h = home("maildrop"); rc = h / ".mailfilter"; rc.write_text(f'PATH="{BIN}:/usr/bin:/bin"\n' + recipe("maildroprc") + f'\nto "{h}/Maildir"\n'); rc.chmod(0o600)
    for m in (TEASER, PERSONAL): call(h, "maildrop", str(rc), stdin=m)
    both("maildroprc", delivered(h))
if has("fdm"):
    h = home("fdm"); box = h / "in.mbox"
    b = mailbox.mbox(box)
    for m in (TEASER, PERSONAL): b.add(m)
    b.flush()
    (h / ".fdm.conf").write_text(f'set no-received\nset lock-file "{h}/lock"\naccount "in" mbox "{box}"\n{recipe("fdm.conf")}\naction "keep" maildir "{h}/Maildir"\nmatch all action "keep"\n'); (h / ".fdm.conf").chmod(0o600)
    r = call(h, "fdm", "-f", str(h / ".fdm.conf"), "fetch", nobody=True)
    both("fdm.conf", delivered(h)) if delivered(h) else ok(False, "fdm.conf", r)


class Pop:
    """A POP3 server for two mails, for those who fetch."""
    def __enter__(self):
        self.s = socket.socket(); self.s.bind(("127.0.0.1", 0)); self.s.listen(5); self.port = self.s.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start(); return self
    def __exit__(self, *a): self.s.close()
    def serve(self):
        while True:
            try: c, _ = self.s.accept()
            except OSError: return
            self.talk(c)
    def talk(self, c):
        box = [m.replace(b"\n", b"\r\n") for m in (TEASER, PERSONAL)]
        f = c.makefile("rwb"); say = lambda *l: (f.write(b"\r\n".join(l) + b"\r\n"), f.flush())
        say(b"+OK ready")
        for line in f:
            word, *args = line.decode().split()
            word = word.upper()
            if word == "CAPA": say(b"+OK", b"USER", b"UIDL", b"TOP", b".")
            elif word == "STAT": say(b"+OK %d %d" % (len(box), sum(map(len, box))))
            elif word in ("LIST", "UIDL") and args: say(b"+OK %s %d" % (args[0].encode(), len(box[int(args[0]) - 1]) if word == "LIST" else 7000 + int(args[0])))
            elif word == "LIST": say(b"+OK", *[b"%d %d" % (n + 1, len(m)) for n, m in enumerate(box)], b".")
            elif word == "UIDL": say(b"+OK", *[b"%d u%d" % (n + 1, n) for n in range(len(box))], b".")
            elif word == "RETR": say(b"+OK", box[int(args[0]) - 1].removesuffix(b"\r\n").replace(b"\r\n.", b"\r\n.."), b".")
            elif word == "QUIT": say(b"+OK bye"); break
            else: say(b"+OK")
        c.close()


if has("mpop"):
    h = home("mpop")
    with Pop() as pop:
        line = next(l for l in recipe("mpoprc").split("\n") if l.startswith("delivery"))
        (h / ".mpoprc").write_text(f"account default\nhost 127.0.0.1\nport {pop.port}\ntls off\nauth user\nuser reader\npassword x\nkeep on\nuidls_file {h}/uidls\nreceived_header off\n{line}\n"); (h / ".mpoprc").chmod(0o600)
        r = call(h, "mpop", stdin=b"")
    both("mpoprc", delivered(h)) if delivered(h) else ok(False, "mpoprc", r)
if has("getmail"):
    h = home("getmail"); (h / ".config/getmail").mkdir(parents=True)
    with Pop() as pop:
        (h / ".config/getmail/getmailrc").write_text(f"[retriever]\ntype = SimplePOP3Retriever\nserver = 127.0.0.1\nport = {pop.port}\nusername = reader\npassword = x\n\n[destination]\ntype = Maildir\npath = {h}/Maildir/\n\n[options]\ndelivered_to = false\nreceived = false\ndelete = false\n\n" + recipe("getmailrc").replace("/usr/local/bin/offprint", str(BIN / "offprint")))
        r = call(h, "getmail", stdin=b"", nobody=True)
    both("getmailrc", delivered(h)) if delivered(h) else ok(False, "getmailrc", r)
LDA = "/usr/lib/dovecot/dovecot-lda"
if os.path.exists(LDA) and os.path.exists("/usr/lib/dovecot/modules/sieve/lib90_sieve_extprograms_plugin.so"):
    h = home("sieve"); (h / "filters").mkdir(); (h / "filters/offprint").symlink_to(BIN / "offprint"); (h / "sieve").write_text(recipe("sieve"))
    uid = os.getuid()
    (h / "dovecot.conf").write_text(f"mail_location = maildir:{h}/Maildir\nlog_path = {h}/log\nbase_dir = {h}/run\nfirst_valid_uid = 0\nfirst_valid_gid = 0\npostmaster_address = p@example.org\nhostname = example.org\nprotocol lda {{\n mail_plugins = sieve\n}}\nplugin {{\n sieve = file:{h}/sieve\n sieve_plugins = sieve_extprograms\n sieve_extensions = +vnd.dovecot.filter\n sieve_filter_bin_dir = {h}/filters\n sieve_filter_exec_timeout = 10s\n}}\n")
    for m in (TEASER, PERSONAL): r = call(h, LDA, "-c", str(h / "dovecot.conf"), "-f", "a@example.org", stdin=m, nobody=True)
    both("sieve (dovecot-lda)", delivered(h)) if delivered(h) else ok(False, "sieve (dovecot-lda)", (r, (h / "log").read_text()[-600:] if (h / "log").exists() else ""))
else: skip("sieve", "dovecot-lda with Pigeonhole's extprograms is not installed")
if has("r2e"):
    h = home("rss2email"); (h / "feed.rss").write_text('<rss version="2.0"><channel><title>Harbour Weekly</title><link>https://weekly.example.org/</link><description>x</description><item><title>The old bridge reopens after two years</title><link>https://weekly.example.org/bridge</link><guid>b1</guid><description>Short.</description></item></channel></rss>')
    (h / "offprint_post_process.py").write_text(recipe("rss2email.py"))
    r = call(h, "r2e", "-c", str(h / "r2e.cfg"), "-d", str(h / "r2e.json"), "new", "reader@example.com")
    cfg = (h / "r2e.cfg").read_text().replace("post-process = ", "post-process = offprint_post_process rewrite", 1).replace("email-protocol = sendmail", "email-protocol = maildir").replace("email-protocol = smtp", "email-protocol = maildir").replace("maildir-path = ~/Maildir", f"maildir-path = {h}/Maildir").replace("maildir-mailbox = INBOX", "maildir-mailbox = ")
    (h / "r2e.cfg").write_text(cfg)
    server = subprocess.Popen([sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "0"], cwd=h, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    port = re.search(r"port (\d+)", server.stdout.readline())[1]
    more = {"PYTHONPATH": str(h)}
    call(h, "r2e", "-c", str(h / "r2e.cfg"), "-d", str(h / "r2e.json"), "add", "harbour", f"http://127.0.0.1:{port}/feed.rss", env=more)
    r = call(h, "r2e", "-c", str(h / "r2e.cfg"), "-d", str(h / "r2e.json"), "run", env=more); server.kill()
    got = [f.read_bytes() for f in h.rglob("new/*")]
    ok(len(got) == 1 and TEXT.encode() in got[0] and b"X-Offprint: status=fetched" in got[0], "rss2email.py: its mail carries the article", (r, got))
if has("sfeed", "sfeed_mbox"):
    h = home("sfeed"); (h / "feed").write_bytes(call(h, "sfeed", "https://weekly.example.org/", stdin=b'<rss version="2.0"><channel><title>Harbour</title><item><title>The old bridge</title><link>https://weekly.example.org/bridge</link><description>Short.</description></item><item><title>Two</title><link>https://weekly.example.org/nowhere</link><description>Second.</description></item></channel></rss>').stdout)
    r = call(h, str(TOP / "contrib/sfeed"), str(h / "feed"))
    (h / "box").write_bytes(r.stdout)
    b = mailbox.mbox(h / "box")
    ok(len(b) == 2 and TEXT in r.stdout.decode() and "https://weekly.example.org/nowhere\n" in r.stdout.decode(), "sfeed: two entries, the article in the one, the other as it was", r)
if has("postfix", "postmap", "unshare") and os.getuid() == 0:
    h = home("postfix"); q = h / "spool"; conf = h / "conf"; q.mkdir(); shutil.copytree("/etc/postfix", conf, symlinks=True)
    text = recipe("postfix")
    script = h / "offprint-postfix"; lines = re.search(r"#    (#!/bin/sh\n(?:#    .*\n)+)", text)[1]
    script.write_text(re.sub(r"^#    ", "", lines, flags=re.M).replace("/usr/local/bin/offprint", f"{BIN}/offprint").replace("/var/vmail", str(h / "vmail"))); script.chmod(0o755)
    flow = re.search(r"#    (offprint  unix.*)\n#    (  flags=.*)\n", text)
    service = f"{flow[1]}\n{flow[2]}\n".replace("user=vmail", "user=nobody").replace("/usr/local/libexec/offprint-postfix", str(script))
    maps = "\n".join(re.findall(r"#    ((?:transport_maps|offprint_destination).*)", text)).replace("reader@example.com", "reader@here.example.org")
    (h / "vmail/reader").mkdir(parents=True); [os.chown(p, 65534, 65534) for p in (h / "vmail", h / "vmail/reader")]
    services = "\n".join(["pickup unix n - n 1 1 pickup", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr", "rewrite unix - - n - - trivial-rewrite", "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce",
                          "flush unix n - n 1000? 0 flush", "local unix - n n - - local", "error unix - - n - - error", "retry unix - - n - - error", "showq unix n - n - - showq", "postlog unix-dgram n - n - 1 postlogd", service])
    (conf / "master.cf").write_text(services)
    (conf / "main.cf").write_text(f"compatibility_level = 3.6\nqueue_directory = {q}\ndata_directory = {h}/data\ncommand_directory = /usr/sbin\ndaemon_directory = /usr/lib/postfix/sbin\nmail_owner = postfix\nsetgid_group = postdrop\nmyhostname = here.example.org\nmydestination = here.example.org\nalias_maps =\nalias_database =\nlocal_recipient_maps =\n{maps}\ndefault_database_type = hash\nmaillog_file = {h}/maillog\nmaillog_file_prefixes = {h}\n")
    (h / "data").mkdir(); shutil.chown(h / "data", "postfix")
    for d in (WORK, h, BIN, conf): d.chmod(0o755)
    for n, m in enumerate((TEASER, PERSONAL)): (h / f"m{n}").write_bytes(m)
    # a namespace of its own, in which this configuration is the system's
    r = call(h, "unshare", "-m", "sh", "-c", f"""mount --bind {conf} /etc/postfix || exit 99
postfix start || exit 98
for m in m0 m1; do sendmail -i -f a@example.org reader@here.example.org <$m; done
n=0; while [ $n -lt 60 ] && [ "$(find vmail -path '*/new/*' | wc -l)" -lt 2 ]; do sleep 0.3; n=$((n+1)); done
postfix stop""", timeout=90)
    got = [f.read_bytes() for f in (h / "vmail").rglob("new/*")]
    if r.returncode == 99: skip("postfix", "this user may not mount")
    elif len(got) == 2: both("postfix, pipe(8)", got)
    else: ok(False, "postfix, pipe(8)", (r, (h / "maillog").read_text()[-900:] if (h / "maillog").exists() else ""))
elif os.getuid() != 0: skip("postfix", "it starts for root alone")

# --- reading ----------------------------------------------------------------------------------------------------------------
HTML_MAIL = b"From: a@example.org\nTo: b@example.com\nSubject: Latin\nDate: Tue, 24 Nov 2026 08:00:00 +0000\nMessage-ID: <latin@example.org>\nMIME-Version: 1.0\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n<html><body><p>Gr\xfc\xdfe aus der <b>K\xfcche</b></p><ul><li>eins<li>zwei</ul><script>alert(1)</script></body></html>\n"
for mutt in ("mutt", "neomutt"):
    if not has(mutt): continue
    if not has_terminals(): skip(mutt, "there is no pseudo-terminal to lend it"); continue
    h = home(mutt); box = h / "box"; less = BIN / "less"; less.write_text(f"#!/bin/sh\ncat >{WORK}/shown\n"); less.chmod(0o755)
    def keys(push, mails=(TEASER,)):
        b = b"".join(b"From a@example.org Tue Nov 24 08:10:00 2026\n" + m.replace(b"\nFrom ", b"\n>From ") + b"\n" for m in mails)
        box.write_bytes(b); (WORK / "shown").unlink(missing_ok=True)
        (h / "muttrc").write_text(recipe("muttrc") + f'\nset folder={h}/Mail spoolfile={box} record="" move=no wait_key=no confirmappend=no mailcap_path={h}/mailcap print=yes print_command="cat >{WORK}/shown" print_decode=yes\nset quit=yes delete=yes\npush "{push}"\n')
        (h / "mailcap").write_text(recipe("mailcap"))
        return terminal(h, f"{mutt} -n -F {h}/muttrc -f {box}")
    keys("O<exit>"); shown = (WORK / "shown").read_text() if (WORK / "shown").exists() else ""
    ok(TEXT in shown and "X-Offprint" not in shown, f"{mutt}: O shows the article", shown[:300])
    keys("S<exit>"); saved = (h / "Mail/offprints").read_bytes() if (h / "Mail/offprints").exists() else b""
    ok(saved.startswith(b"From ") and b"X-Offprint: status=fetched" in saved, f"{mutt}: S saves the offprint", saved[:300])
    keys("R<exit>", [saved.split(b"\n", 1)[1].rstrip(b"\n") + b"\n"] if saved else [TEASER]); shown = (WORK / "shown").read_text() if (WORK / "shown").exists() else ""
    ok("Read more" in shown and "X-Offprint" not in shown, f"{mutt}: R shows the original", shown[:300])
    keys("E<sync-mailbox><exit>"); left = box.read_bytes()
    ok(left.count(b"\nX-Offprint: status=fetched") == 1 and left.count(b"From a@example.org Tue") + left.count(b"\nFrom ") >= 1 and len(mailbox.mbox(box)) == 1, f"{mutt}: E puts the article in the mail's place", left[:400])
    keys("<print-message><exit>", [HTML_MAIL]); shown = (WORK / "shown").read_text(errors="replace") if (WORK / "shown").exists() else ""
    ok("Grüße aus der Küche" in shown and "alert" not in shown, f"{mutt}: mailcap shows HTML, in its charset", shown[:400])
if has("aerc"):
    line = re.search(r"^text/html=(.*)$", recipe("aerc"), re.M)[1]
    r = call(home("aerc"), "sh", "-c", line, stdin="<html><head><meta charset=iso-8859-1></head><body><p>Grüße</p></body></html>".encode())
    ok("Grüße" in r.stdout.decode() and not r.stderr, "aerc: its filter, with UTF-8 that <meta> denies", r)
    ok(all(f":pipe -m offprint {a}" in recipe("aerc") for a in ("--to text", "--restore")), "aerc: keys that show the article and the original")
if has("notmuch"):
    h = home("notmuch"); (h / ".notmuch-config").write_text(f"[database]\npath={h}/Maildir\n[user]\nname=r\nprimary_email=r@example.com\n[new]\ntags=new;unread;inbox\n")
    (h / "Maildir/new/1").write_bytes(TEASER); (h / "Maildir/new/2").write_bytes(PERSONAL)
    hooks = h / "Maildir/.notmuch/hooks"; hooks.mkdir(parents=True); shutil.copy(TOP / "contrib/notmuch-post-new", hooks / "post-new"); (hooks / "post-new").chmod(0o755)
    r = call(h, "notmuch", "new", env={"NOTMUCH_CONFIG": str(h / ".notmuch-config")})
    both("notmuch-post-new", delivered(h))
    r = call(h, "notmuch", "search", "--output=files", "tag:new", env={"NOTMUCH_CONFIG": str(h / ".notmuch-config")})
    ok(r.stdout == b"", "notmuch-post-new: nothing stays new", r)
if has("mshow"):
    h = home("mblaze"); (h / ".mblaze").mkdir(); (h / ".mblaze/filter").write_text(recipe("mblaze-filter")); (h / "m").write_bytes(HTML_MAIL)
    r = call(h, "mshow", "./m")
    ok("Grüße aus der Küche" in r.stdout.decode(errors="replace") and b"<b>" not in r.stdout, "mblaze-filter: mshow shows HTML, in its charset", r)
if has("newsboat") and has_terminals():
    h = home("newsboat"); nb = h / ".newsboat"; nb.mkdir()
    (h / "feed.rss").write_text('<rss version="2.0"><channel><title>Harbour</title><item><title>The old bridge reopens after two years</title><link>https://weekly.example.org/bridge</link><guid>b1</guid><description>&lt;p&gt;Short &lt;b&gt;words&lt;/b&gt;.&lt;/p&gt;</description></item></channel></rss>')
    text = recipe("newsboat")
    (BIN / "less").write_text(f"#!/bin/sh\ncat >{WORK}/shown\n"); (BIN / "less").chmod(0o755); (WORK / "shown").unlink(missing_ok=True)
    renderer = re.search(r'^# (html-renderer .*)$', text, re.M)[1]
    (nb / "config").write_text(text + "\n" + renderer + "\nrefresh-on-startup no\n"); (nb / "urls").write_text(f"file://{h}/feed.rss\n")
    # -x reload leaves the items in the cache; then a terminal, and the keys of a person
    call(h, "newsboat", "-x", "reload")
    p = subprocess.Popen(["script", "-qec", "newsboat", "/dev/null"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=h, env={**PATH, "HOME": str(h), "TERM": "xterm", "LC_ALL": "C.UTF-8", "COLUMNS": "90", "LINES": "40"})
    time.sleep(1.5)
    for key in (b"\r", b"\r", b",o"):
        p.stdin.write(key); p.stdin.flush(); time.sleep(1)
    end = time.time() + 8
    while time.time() < end and not ((WORK / "shown").exists() and (WORK / "shown").stat().st_size): time.sleep(0.2)
    p.stdin.write(b"\n"); p.stdin.flush(); time.sleep(0.3); p.kill()
    shown = (WORK / "shown").read_text() if (WORK / "shown").exists() else ""
    ok(TEXT in shown, "newsboat: , o shows the article", shown[:300])
    r = call(h, "sh", "-c", re.search(r'html-renderer "(.*)"', renderer)[1], stdin=b"<p>Short <b>words</b>.</p><script>x</script>")
    ok(r.stdout.decode().strip() == "Short words.", "newsboat: html-renderer", r)
    filled = call(h, "sh", "-c", re.search(r'"filter:(.*?):https', text)[1], stdin=(h / "feed.rss").read_bytes())
    ok(TEXT.encode() in filled.stdout, "newsboat: filter: fills a feed", filled)
elif shutil.which("newsboat"): skip("newsboat", "there is no pseudo-terminal to lend it")
shutil.rmtree(WORK, ignore_errors=True)
done()
