#!/usr/bin/env python3
"""The sandbox: what must not be possible is tried from inside; and the work goes on in it, in every charset and over TLS."""
import http.server, json, os, pathlib, re, ssl, sys, threading
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

status, out, err = run("--sandbox-test")
said = out.decode()
kind = re.search(r"sandbox: (.*?), rlimits", run("-V")[1].decode()).group(1)
whole = "Landlock" in said and "seccomp" in said
if not whole: skip("--sandbox-test", f"this system offers less than all of it: {said.split(chr(10))[0]}, built with {kind}")
else:
    ok(status == 0 and "POSSIBLE" not in said, "nothing that must not be is possible", said)
    for what in ("file", "exec", "socket"): ok(re.search(rf"^    {what} +(refused|killed)$", said.split("fetcher")[0], re.M), f"reader: {what}", said)
    for what in ("file", "exec"): ok(re.search(rf"^    {what} +(refused|killed)$", said.split("fetcher")[1], re.M), f"fetcher: {what}", said)
    status, out, err = run("--require-sandbox", "--replay", WARC, stdin=TEASER)
    ok(b"status=fetched" in out, "--require-sandbox: where it is whole, the work is done", err)
# Where the system denies it, it goes on with what there is, or refuses. `prlimit` cannot take it away; a filter around all of it can.
if whole and pathlib.Path("/usr/bin/python3").exists():
    # no Landlock, no seccomp: a filter of our own answers both calls with ENOSYS
    shim = r'''
import ctypes, os, struct, sys
libc = ctypes.CDLL(None, use_errno=True)
def ins(code, jt, jf, k): return struct.pack("HBBI", code, jt, jf, k)
calls = [444, 445, 446]
prog = ins(0x20, 0, 0, 0)
for c in calls: prog += ins(0x15, 0, 1, c) + ins(0x06, 0, 0, 0x00050000 | 38)
prog += ins(0x06, 0, 0, 0x7fff0000)
buf = ctypes.create_string_buffer(prog)
class P(ctypes.Structure): _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.c_void_p)]
p = P(len(prog) // 8, ctypes.addressof(buf))
libc.prctl(38, 1, 0, 0, 0)
if libc.prctl(22, 2, ctypes.byref(p), 0, 0) != 0: sys.exit(99)
os.execv(sys.argv[1], sys.argv[1:])
'''
    def without(*args, stdin=b""):
        r = subprocess.run(["/usr/bin/python3", "-c", shim, OFFPRINT, *args], input=stdin, capture_output=True, env=ENV)
        return r.returncode, r.stdout, r.stderr
    status, out, err = without("--sandbox-test")
    if os.uname().machine != "x86_64" or status == 99: skip("without Landlock", "no filter could be laid around it here")
    else:
        ok(b"Landlock" not in out and b"POSSIBLE" not in out.split(b"fetcher")[0], "without Landlock the reader still opens nothing", out)
        status, out, err = without("-v", "--replay", WARC, stdin=TEASER)
        ok(b"status=fetched" in out and b"not whole" in err, "without Landlock: it goes on, and says so at -v", err)
        status, out, err = without("-v", "--require-sandbox", "--replay", WARC, stdin=TEASER)
        ok((status, out) == (0, TEASER) and b"reason=sandbox" in err, "--require-sandbox: then the original comes out", err)
        status, out, err = without("--require-sandbox", "--strict", "--replay", WARC, stdin=TEASER)
        ok((status, out) == (69, b""), "--require-sandbox --strict: 69", (status, out[:80]))
        page = "<html><body><h1>Старый мост</h1><p>В шесть часов утра во вторник первый грузовик проехал по старому мосту, и люди, ждавшие на обоих берегах, закричали от радости.</p></body></html>"
        status, out, err = without("--from", "html", "--to", "json", "-n", stdin=page.encode("koi8-r"))
        ok("первый грузовик" in json.loads(out)["text"], "without Landlock: legacy charsets were loaded before", out[:200])
# --- the code for other systems, which cannot run here: it is compiled against declarations of what it calls (pledge(2), unveil(2), cap_enter(2))
import shutil, subprocess, tempfile
cc = shutil.which("cc", path="/usr/bin:/usr/local/bin")
if not cc: skip("pledge and Capsicum", "there is no cc")
else:
    with tempfile.TemporaryDirectory() as d:
        d = pathlib.Path(d); (d / "sys").mkdir(); (d / "sys/capsicum.h").write_text("int cap_enter(void);\n")
        (d / "calls.h").write_text("int pledge(const char *promises, const char *execpromises);\nint unveil(const char *path, const char *permissions);\n")
        for system in ("openbsd", "freebsd"):
            r = subprocess.run([cc, "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-include", d / "calls.h", f"-I{d}", f"-I{BUILD}", "-iquote", TOP / "filter", "-iquote", TOP / "filter/sandbox", TOP / f"filter/sandbox/{system}.c"], capture_output=True)
            ok(r.returncode == 0, f"{system}.c compiles", r.stderr.decode())
done()
