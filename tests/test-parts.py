#!/usr/bin/env python3
"""The parts of a mail (RFC 2046): which is the text, what goes along, byte for byte; boundaries; the original."""
import base64, email, email.policy, gzip, itertools, random, re, sys, pathlib
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

BASE = ("--config", "off", "--cache", "off", "--no-fetch", "--from", "mail")
LOCK = "The lock keeper opens the upper gate at six and lets the barges through one after the other, until the basin below is empty again."
WEIR = "Below the weir the water is still brown from the storm, and the ferryman waits for the level to fall before he casts off."
MILL = "The miller counted eleven sacks on Monday, nine on Tuesday, and wrote both numbers on the door with a piece of chalk."
LOCKS, WEIRS, MILLS = ("".join(f"<p>{s} {s.replace('the', 'that')} {s}</p>\n" for _ in range(2)) for s in (LOCK, WEIR, MILL))
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + b"some-picture" * 9


def html(body): return b"Content-Type: text/html; charset=utf-8\n\n<html><body>" + body.encode() + b"</body></html>"
def plain(text, more=b""): return b"Content-Type: text/plain; charset=utf-8\n" + more + b"\n" + text.encode()
def picture(id, more=b""): return b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n" + (b"Content-ID: <%s>\n" % id if id else b"") + more + b"\n" + base64.encodebytes(PIXEL)
_number = itertools.count()
def many(kind, *parts):
    b = b"part%d" % next(_number)
    return b"Content-Type: multipart/" + kind + b"; boundary=" + b + b"\n\n" + b"".join(b"--" + b + b"\n" + p + b"\n" for p in parts) + b"--" + b + b"--\n"
def letter(body, extra=b""):
    return b"From: Lock News <news@lock.example>\nList-Id: <news.lock.example>\nList-Unsubscribe: <https://lock.example/u>\nSubject: The basin\nDate: Tue, 24 Nov 2026 08:00:00 +0100\nMIME-Version: 1.0\n" + extra + body
def read(mail, *args): return run(*BASE, *args, stdin=mail)[1]
def message(out): return email.message_from_bytes(out, policy=email.policy.default)
def parts(out): return [p for p in message(out).walk() if not p.is_multipart()]
def own(out, kind): return next((p.get_payload(decode=True).decode() for p in parts(out) if p.get_content_type() == kind), "")
def squeezed(text): return re.sub(r"\s+", " ", text)


# --- which part is the text
out = read(letter(many(b"mixed", html(LOCKS + WEIRS), picture(b"a@lock.example"), html(MILLS))))
t = squeezed(own(out, "text/html"))
ok(0 < t.find(LOCK) < t.find(WEIR) < t.find('src="cid:a@lock.example"') < t.find(MILL), "a text that goes on behind a picture is one text, with the picture", t[:1500])
ok(sum(p.get_content_type() == "text/html" for p in parts(out)) == 1, "its pieces do not go along again")
out = read(letter(many(b"alternative", plain(LOCK), many(b"mixed", html(LOCKS + WEIRS), b"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(PIXEL), html(MILLS)))))
t = squeezed(own(out, "text/html"))
ok(0 < t.find(LOCK) < t.find(MILL) and any(p.get_content_type() == "application/pdf" for p in parts(out)), "the same within an alternative, around a file", t[:600])
out = read(letter(many(b"mixed", html(LOCKS + WEIRS), html("<p>A second page of the list.</p>"))))
ok("second page" in squeezed(out.decode()) and [p.get_content_type() for p in parts(out)].count("text/html") == 2, "a second HTML part behind the first goes along as it is")

words = "\n\n".join([LOCK, WEIR, MILL, LOCK.upper(), WEIR.upper()])
poster = '<a href="https://lock.example/a"><img src="https://lock.example/p.jpg" width="600" height="900" alt="Autumn"></a><p>Lock News, Quay 1. <a href="https://lock.example/u">Unsubscribe</a></p>'
out = read(letter(many(b"alternative", plain(words), html(poster))), "--to", "text", "--width", "0")
ok(LOCK in out.decode() and MILL in out.decode(), "HTML that is one picture: the text part is the article", out)
out = read(letter(many(b"alternative", plain("See the web: https://lock.example/a/" + "b" * 2000), html(LOCKS + MILLS + poster))), "--to", "text", "--width", "0")
ok(MILL in out.decode(), "a text part that is one long address is not", out)

out = read(letter(many(b"alternative", plain("x"), b"Content-Type: text/x-amp-html; charset=utf-8\n\n<html amp4email><script async src=x></script></html>", b"Content-Type: text/watch-html\n\n<b>w</b>", html(LOCKS + WEIRS))))
ok(b"x-amp-html" not in out and b"amp4email" not in out and b"watch-html" not in out and LOCK in squeezed(own(out, "text/html")), "forms for other programs are left out", out[:500])

note = "Ana's own words stand in front of it."
out = read(letter(many(b"mixed", plain(note), many(b"alternative", plain(LOCK), html(LOCKS + WEIRS)), plain("List footer, two lines."))))
kinds = [(p.get_content_type(), squeezed(p.get_payload(decode=True).decode())[:30]) for p in parts(out) if p.get_content_type().startswith("text/")]
ok([k for k, _ in kinds] == ["text/plain", "text/plain", "text/html", "text/plain"] and note[:20] in kinds[0][1] and "footer" in kinds[3][1], "a text in front of the alternative stays in front, one behind it behind", kinds)

out = read(letter(many(b"alternative", many(b"mixed", plain(LOCK)), many(b"mixed", html(LOCKS + WEIRS)))))
ok([p.get_content_type() for p in parts(out)][:3] == ["text/plain", "text/html", "application/gzip"], "forms that are in a multipart of their own are forms", [p.get_content_type() for p in parts(out)])

# --- pictures of the mail
shown = LOCKS + '<p><img src="cid:one%2Btwo@lock.example" alt="Barges" width="400" height="300"></p>' + WEIRS
related = many(b"related", html(shown), picture(b"one+two@lock.example", b"Content-Disposition: inline; filename=one.png\n"), picture(b"logo@lock.example"), picture(None))
out = read(letter(related), "--original=drop")
ids = [p["content-id"] for p in parts(out) if p.get_content_maintype() == "image"]
ok("<one+two@lock.example>" in ids and 'src="cid:one%2Btwo@lock.example"' in own(out, "text/html"), "a picture that the article shows goes along", ids)
ok(len(ids) == 3, "pictures that nothing points to are attachments", ids)
ok([p.get_payload(decode=True) for p in parts(out) if p["content-id"] == "<one+two@lock.example>"] == [PIXEL], "its bytes are the same")
out = read(letter(html(LOCKS + '<p><img src="cid:nobody@lock.example" alt="Gone"></p>' + WEIRS)))
ok("cid:" not in own(out, "text/html"), "a picture that is not in the mail is not pointed to")

# --- bytes of what goes along
rnd = random.Random(3)
BLOBS = {"LF": b"one\ntwo\nthree", "CR LF": b"one\r\ntwo\r\nthree", "mixed": b"one\r\ntwo\nthree\rfour", "NUL": b"\0\1\2\n\r\n\xff", "From_": b"From here\n>From there\n", "random": rnd.randbytes(3000).replace(b"--part", b"--pa"), "a line of 5,000": b"x" * 5000 + b"\ny"}
for (name, blob), coding, dos in itertools.product(BLOBS.items(), (b"binary", b"8bit", b"7bit", None), (False, True)):
    mail = letter(many(b"mixed", html(LOCKS + WEIRS), b"Content-Type: application/octet-stream; name=b\n" + (b"Content-Transfer-Encoding: %s\n" % coding if coding else b"") + b"\n\0BLOB\0"))
    # a line end in front of a boundary is the boundary's: the blob does not end with one here
    mail = (mail.replace(b"\n", b"\r\n") if dos else mail).replace(b"\0BLOB\0", blob.rstrip(b"\r\n"))
    out = read(mail, "--original=drop")
    got = [p.get_payload(decode=True) for p in parts(out) if p.get_content_type() == "application/octet-stream"]
    # Python gives what is not coded with the line ends of the message
    same = [g for g in got if g == blob.rstrip(b"\r\n")]
    ok(b"X-Offprint: status=included" in out and same, f"an attachment, {name}, coding {coding}, {'CR LF' if dos else 'LF'}: byte for byte", got)
    whole = read(mail)
    ok(run("--restore", stdin=whole)[1] == mail, f"the same, {name}, {coding}, {'CR LF' if dos else 'LF'}: restored", whole[-300:])

# --- mails that are left alone for a part of theirs
inner = b"Content-Type: message/rfc822\n\nFrom: p@lock.example\nSubject: thread\n\n" + WEIR.encode() + b"\n"
for name, mail in (("the mails of a list in one", letter(many(b"mixed", html(LOCKS + WEIRS + MILLS), many(b"digest", inner, inner)))),
                   ("the same, nothing else", letter(many(b"digest", inner, inner))),
                   ("winmail.dat", letter(many(b"mixed", html(LOCKS + WEIRS + MILLS), b'Content-Type: application/ms-tnef; name="winmail.dat"\nContent-Transfer-Encoding: base64\n\neJ8+Ig==')))):
    ok(read(mail) == mail, f"{name}: left alone")

# --- any tree of parts
def tree(depth):
    if depth == 0 or rnd.random() < 0.4:
        return rnd.choice((html(LOCKS + WEIRS), html(MILLS), plain(note), plain(LOCK), picture(b"a@lock.example"), picture(None), b"Content-Type: text/x-amp-html\n\n<b>", b"", b"\n", b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(PIXEL),
                           inner, b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n", b"Content-Type: image/gif\nContent-Transfer-Encoding: binary\n\n\0\r\n\n\xff", b"Content-Type: text/html; charset=x\nContent-Transfer-Encoding: x-unknown\n\n" + b"\xff" * 40))
    return many(rnd.choice((b"mixed", b"alternative", b"related", b"digest", b"parallel", b"signed", b"x-other")), *(tree(depth - 1) for _ in range(rnd.choice((0, 1, 2, 3)))))


bad, changed = [], 0
for number in range(120):
    mail = letter(many(b"mixed", html(LOCKS + WEIRS), tree(3)))
    if rnd.random() < 0.3: mail = mail.replace(b"\n", b"\r\n")
    if rnd.random() < 0.2: mail = mail[:rnd.randrange(len(mail) // 2, len(mail))]
    if rnd.random() < 0.3: mail = b"From a@lock.example Tue Nov 24 08:00:00 2026\n" + mail
    how = rnd.choice(("gzip", "message"))
    out = read(mail, f"--original={how}")
    changed += out != mail
    want = mail.split(b"\n", 1)[1] if how == "message" and mail.startswith(b"From ") and out != mail and b"X-Offprint-Original: message" in out else mail
    if run("--restore", stdin=out)[1] != want or read(out) != out: bad.append((number, how))
ok(not bad and changed > 30, f"120 mails of random parts: restored, and the same again ({changed} changed)", bad)

# --- the original
mail = letter(many(b"mixed", html(LOCKS + WEIRS), b"Content-Type: message/rfc822\n\nFrom: c@lock.example\nSubject: inner\n\nOther words."))
for how in ("gzip", "message", "drop"):
    out = read(mail, f"--original={how}")
    ok(run("--restore", stdin=out)[1] == (out if how == "drop" else mail), f"--original={how}, with a mail attached: --restore prints that mail or nothing else", run("--restore", stdin=out)[1][:300])
fake = base64.encodebytes(gzip.compress(b"From: evil@lock.example\nSubject: evil\n\nevil\n"))
mail = letter(many(b"mixed", html(LOCKS + WEIRS), b'Content-Type: application/gzip; name=original.eml.gz\nContent-Disposition: attachment; filename=original.eml.gz\nContent-Description: the mail this was made from; offprint --restore prints it\nX-Offprint-Original: gzip\nContent-Transfer-Encoding: base64\n\n' + fake))
for how in ("gzip", "drop"):
    out = read(mail, f"--original={how}")
    ok(run("--restore", stdin=out)[1] == (out if how == "drop" else mail), f"--original={how}: an attachment that looks like an original is none")
for name, change in (("LF", lambda b: b), ("CR LF", lambda b: b.replace(b"\n", b"\r\n")), ("mixed", lambda b: b.replace(b"\n", b"\r\n", 9)), ("no end", lambda b: b.rstrip(b"\n")), ("blank end", lambda b: b + b"\n\n\n"),
                     ("From_ line", lambda b: b"From a@lock.example Tue Nov 24 08:00:00 2026\n" + b), ("odd fields", lambda b: b"X-A:x\nX-B : y\nX-Fold: a\n\tb\n c\n" + b), ("8 bit", lambda b: b.replace(b"The basin", "Die Mühle".encode()))):
    mail = change(letter(html(LOCKS + WEIRS + MILLS)))
    for how in ("gzip", "message"):
        out = read(mail, f"--original={how}")
        want = mail if how == "gzip" or not mail.startswith(b"From ") else mail.split(b"\n", 1)[1]
        ok(b"X-Offprint: " in out and run("--restore", stdin=out)[1] == want, f"--original={how}, {name}: restored", run("--restore", stdin=out)[1][:200])
        ok(read(out) == out, f"--original={how}, {name}: an offprint stays as it is")

# --- boundaries
first = read(letter(html(LOCKS + WEIRS)))
known = re.findall(rb"=_offprint_\d_[0-9a-f]+", first)
ok(len(set(known)) == 2 and read(letter(html(LOCKS + WEIRS))) == first, "the same mail gives the same boundaries", known)
body = html(LOCKS + WEIRS + "<pre>" + "\n".join("--" + b.decode() + e for b in set(known) for e in ("", "--")) + "</pre>" + MILLS)
trap = b"\n".join(b"--" + b + e for b in set(known) for e in (b"", b"--")) + b"\nContent-Type: text/html\n\n<script>trap()</script>\n"
for mail in (letter(body), letter(many(b"mixed", html(LOCKS + WEIRS), b"Content-Type: text/plain; name=t.txt\nContent-Disposition: attachment; filename=t.txt\n\n" + trap))):
    for how in ("gzip", "message"):
        out = read(mail, f"--original={how}")
        ok(not any(b"<script>" in (p.get_payload(decode=True) or b"") for p in parts(out) if p.get_content_type() == "text/html") and run("--restore", stdin=out)[1] == mail, f"boundaries that a sender saw elsewhere close nothing (--original={how})")

# --- what we made, read again
made = read(letter(html("<h1>The basin</h1>" + LOCKS + WEIRS + MILLS)))
for to in ("text", "html", "json"):
    again = read(made, "--to", to, "--width", "0").decode()
    ok(LOCK in squeezed(again) and MILL in squeezed(again) and again.count("The basin") <= (2 if to == "html" else 1), f"--to {to} of an offprint is its article", again[:600])
fake = made.replace(b"X-Offprint: status=included", b"X-Offprint: status=fetched; url=javascript:alert(1)//").replace(b"<header>\n", b"<header>\n<p>x<script>x()</script> \xc2\xb7 <time datetime=\"\"><script>y()</script>\"></time></p>\n")
for to in ("html", "json", "text"):
    again = read(fake, "--to", to)
    ok(b"javascript:" not in again and b"<script" not in again and LOCK in squeezed(again.decode()), f"a message that only says to be ours does no harm (--to {to})", again[:500])
ok(read(fake) == fake, "and stays as it is")

# --- what the mail says of itself
out = read(letter(html("<p>12.03.2024</p>" + LOCKS + WEIRS + "<p>We meet again on 3 May 2027.</p>" + MILLS)), "--to", "json")
ok(b'"date":"2026-11-24T08:00:00+01' in out, "the date of what is in a mail is the mail's", out[:300])
out = read(letter(html(LOCKS + WEIRS)).replace(b"Date: Tue, 24 Nov 2026 08:00:00 +0100", b'Date: "><script>x()</script>'), "--to", "html")
ok(b"<script" not in out and LOCK in squeezed(out.decode()), "a Date field that is no date does no harm", out[:600])
KANA = "水門の番人は毎朝六時に上の門を開けて、はしけを一そうずつ通す。下の水たまりがふたたび空になるまで、それは続く。"
for label, real in (("iso-2022-jp", "euc-jp"), ("iso-2022-jp", "shift_jis"), ("iso-2022-jp", "utf-8"), ("iso-2022-jp", "iso-2022-jp"), ("utf-8", "euc-jp"), ("utf-8", "windows-1252"), ("us-ascii", "utf-8"), ("x-unknown", "koi8-r")):
    text = {"windows-1252": "Die Mühle über der Schleuse führt wieder Wasser, sagt der Müller. ", "koi8-r": "Смотритель шлюза открывает верхние ворота в шесть часов утра и пропускает баржи одну за другой. "}.get(real, KANA)
    body = b"Content-Type: text/html; charset=" + label.encode() + b"\n\n<html><body>" + b"".join(b"<p>" + (text * 3).encode(real) + b"</p>\n" for _ in range(4)) + b"</body></html>"
    out = read(letter(body), "--to", "json").decode()
    ok(text.strip() in out, f"a part in {real} that is labelled {label}", out[:400])
subject = "Die Mühle läuft"
for real in ("utf-8", "windows-1252"):
    mail = letter(b"Content-Type: text/html; charset=" + real.encode() + b"\n\n<html><body>" + (LOCKS + WEIRS).encode() + b"</body></html>").replace(b"Subject: The basin", b"Subject: " + subject.encode(real))
    ok(f'"title":"{subject}"' in read(mail, "--to", "json").decode(), f"a Subject of bytes in {real}", read(mail, "--to", "json")[:200])
revealed = LOCKS + "<![if !mso]><p>Shown to all but one.</p><![endif]>" + WEIRS + "<!--[if mso]><p>Shown to one.</p><![endif]-->" + MILLS + "<!--[if !mso]><!--><p>Shown to others.</p><!--<![endif]-->" + LOCKS
out = squeezed(read(letter(html(revealed)), "--to", "text", "--width", "0").decode())
ok("[if" not in out and "endif" not in out and "all but one" in out and "Shown to one" not in out and "to others" in out, "conditional comments", out)
out = read(letter(html("<p>The miller&#146;s wife &#x96; she said &#147;no&#148; &#133;</p>" + LOCKS + WEIRS)), "--to", "text", "--width", "0").decode()
ok("The miller’s wife – she said “no” …" in out, "references 128 to 159 are those of windows-1252", out[:200])
done()
