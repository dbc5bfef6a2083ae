"""Fields to sort by, and the field that says why a mail stayed as it was."""

import email
import re

import pytest

from harness import MAIL, TEASER, WARC, run

BASE = ("--config", "off", "--cache", "off")
LETTER = (
    b"From: Lock News <news@lock.example>\nList-Id: <news.lock.example>\n"
    b"List-Unsubscribe: <https://lock.example/u>\n"
    b"Subject: The basin\nDate: Tue, 24 Nov 2026 08:00:00 +0000\n"
    b"Content-Type: text/html; charset=utf-8\n\n<html><body>"
    + (
        b"<p>The lock keeper opens the upper gate at six and lets the barges through "
        b"one after the other, until the basin below is empty again.</p>"
    )
    * 12
    + b"</body></html>\n"
)


def fields(out):
    return email.message_from_bytes(out)


def item(url, words="The bridge is open again."):
    """A feed with one item."""
    return (
        '<rss version="2.0"><channel><title>Quay</title><link>https://quay.example/</link>'
        f"<item><title>The bridge</title><link>{url}</link>"
        "<category>bridges</category><category>rivers, locks</category>"
        f"<description>{words}</description></item></channel></rss>"
    ).encode()


def id_of(url):
    return fields(run(*BASE, "-n", "--to", "mime", stdin=item(url)).out)["X-Offprint-Id"]


def test_fields_of_a_letter():
    made = fields(run(*BASE, "-n", stdin=LETTER).out)
    assert made["X-Offprint-Words"] == "300"
    assert made["X-Offprint-Language"] == "en"
    assert made["X-Offprint-Site"] == "lock.example"


def test_an_article_has_one_id_by_whatever_way_it_came():
    of_mail = fields(run(*BASE, "--replay", WARC, stdin=TEASER).out)
    url = re.search(r"url=(\S+)", of_mail["X-Offprint"]).group(1)
    of_feed = fields(run(*BASE, "--replay", WARC, "--to", "mime", stdin=item(url)).out)
    assert of_mail["X-Offprint-Id"] and of_mail["X-Offprint-Id"] == of_feed["X-Offprint-Id"]


@pytest.mark.parametrize(
    "other",
    [
        "http://quay.example/a/bridge",
        "https://www.quay.example/a/bridge",
        "https://quay.example/a/bridge/",
        "https://quay.example/a/bridge#top",
        "https://QUAY.example/a/bridge",
        "https://quay.example/a/bridge?utm_source=feed&utm_medium=rss",
    ],
)
def test_spellings_of_an_address_have_one_id(other):
    assert id_of(other) == id_of("https://quay.example/a/bridge")


def test_other_addresses_have_another():
    ids = {
        id_of(f"https://quay.example/{path}") for path in ("a", "b", "a?id=1", "a?id=2", "a/b", "")
    }
    assert len(ids) == 6 and all(re.fullmatch("[0-9a-f]{32}", one) for one in ids)


def test_keywords():
    made = fields(run(*BASE, "-n", "--to", "mime", stdin=item("https://quay.example/a")).out)
    assert made["Keywords"].split(",")[0] == "bridges" and "locks" in made["Keywords"]


def test_what_a_sender_writes_is_not_ours():
    made = run(*BASE, "-n", stdin=b"X-Offprint-Id: 00\nX-Offprint-Words: 9\n" + LETTER).out
    assert fields(made).get_all("X-Offprint-Words") == ["300"] and b"X-Offprint-Id: 00" not in made


SIGNED = TEASER.replace(
    b"multipart/alternative", b'multipart/signed; protocol="application/pgp-signature"'
)
PERSONAL = b"From: Ana <ana@lock.example>\nSubject: Sunday\n\nSee you on Sunday.\n"


@pytest.mark.parametrize("dos", [False, True])
@pytest.mark.parametrize("from_line", [b"", b"From a@lock.example Tue Nov 24 08:00:00 2026\n"])
def test_a_mail_that_should_have_changed_says_why(dos, from_line):
    mail = from_line + TEASER
    mail = mail.replace(b"\n", b"\r\n") if dos else mail
    plain = run(*BASE, "-n", stdin=mail).out
    assert plain == mail
    made = run(*BASE, "-n", "--mark-failed", stdin=mail).out
    assert fields(made[len(from_line) + dos * (len(from_line) > 0) :])["X-Offprint"].startswith(
        "status=untouched; reason=no-fetch"
    )
    assert made.count(b"X-Offprint") == 1 and (not dos or b"\n" not in made.replace(b"\r\n", b""))
    assert run("--restore", stdin=made).out == mail
    assert run(*BASE, "-n", "--mark-failed", stdin=made).out == made


def test_it_is_tried_again():
    made = run(*BASE, "-n", "--mark-failed", stdin=TEASER).out
    again = run(*BASE, "--replay", WARC, stdin=made).out
    assert (
        fields(again).get_all("X-Offprint")[0].startswith("status=fetched")
        and len(fields(again).get_all("X-Offprint")) == 1
    )


@pytest.mark.parametrize(
    "mail",
    [
        SIGNED,
        PERSONAL,
        (MAIL / "teaser.eml").read_bytes()[:0] + b"",
        b"no header at all",
        b"Subject: only a header",
    ],
)
def test_others_stay_byte_for_byte(mail):
    assert run(*BASE, "-n", "--mark-failed", stdin=mail).out == mail


def test_in_a_mailbox():
    line = b"From a@lock.example Tue Nov 24 08:00:00 2026\n"
    box = line + TEASER + b"\n" + line + PERSONAL + b"\n" + line + SIGNED + b"\n"
    made = run(*BASE, "-n", "--mark-failed", "--from", "mbox", "--to", "mbox", stdin=box).out
    assert made.count(b"X-Offprint: status=untouched") == 1
    assert run("--restore", "--from", "mbox", stdin=made).out == box
