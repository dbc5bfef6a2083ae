"""The cases of tests/cases/ (README.md there): each is a test of its own."""

import email
import email.policy
import json
import os
import re
import subprocess
import tomllib

import pytest

from harness import CASES, ENV, OFFPRINT, TEASER, WARC, Outcome, run


def with_common(common, case):
    """A case with what all of its file have."""
    page = {**common.get("page", {}), **case.get("page", {})}
    args = [*common.get("args", []), *case.get("args", [])]
    return {**common, **case, "args": args, **({"page": page} if page else {})}


def in_frames(case):
    """A case for each frame of its page."""
    frames = case.get("page", {}).get("frame")
    if not isinstance(frames, list):
        yield case
        return
    for frame in frames:
        name = frame.removesuffix(".html")
        yield {**case, "id": f"{case['id']}-{name}", "page": {**case["page"], "frame": frame}}


def load():
    for path in sorted(CASES.glob("*.toml")):
        with path.open("rb") as file:
            table = tomllib.load(file)
        for row in table["case"]:
            for case in in_frames(with_common(table.get("each", {}), row)):
                yield pytest.param(case, id=f"{path.stem}::{case['id']}")


def compose(page):
    """A page: the frame with each piece in its place."""
    frame = (CASES / page["frame"]).read_text(encoding="utf-8").rstrip("\n")
    return re.sub(r"\{(\w+)\}", lambda place: page.get(place[1], ""), frame)


def given(case):
    """Standard input."""
    if case.get("mail"):
        return TEASER
    if "page" in case:
        return compose(case["page"]).encode()
    if "input" in case:
        return (CASES / case["input"]).read_bytes()
    return case.get("text", "").encode("utf-8", "surrogateescape")


def arguments(case):
    for arg in case["args"]:
        yield WARC if arg == "@warc" else str(CASES / arg[1:]) if arg.startswith("@") else arg


def execute(case, home):
    env = {"HOME": home, "XDG_CACHE_HOME": home, "XDG_CONFIG_HOME": home, **case.get("env", {})}
    args = list(arguments(case))
    where = case.get("stdout")
    if where is None:
        return run(*args, stdin=given(case), env=env)
    closed = where == "closed"
    out = None if closed else os.open(where, os.O_WRONLY)
    command = ["sh", "-c", 'exec "$@" >&-', "sh", OFFPRINT] if closed else [OFFPRINT]
    done = subprocess.run(
        [*command, *args],
        input=given(case),
        stdout=out,
        stderr=subprocess.PIPE,
        env={**ENV, **env},
        check=False,
    )
    if out is not None:
        os.close(out)
    return Outcome(done.returncode, b"", done.stderr)


def message_of(out):
    if out.startswith(b"From "):
        out = out[out.index(b"\n") + 1 :]
    return email.message_from_bytes(out, policy=email.policy.default)


def part_of(out, kind):
    for part in message_of(out).walk():
        if part.get_content_type() == kind:
            return part.get_payload(decode=True).decode(part.get_content_charset() or "utf-8")
    return f"(no part {kind})"


def each(value):
    return value if isinstance(value, list) else [value]


def has(text, value):
    return all(word in text for word in each(value))


def lacks(text, value):
    return not any(word in text for word in each(value))


def matches(text, value):
    return all(re.search(pattern, text, re.M) for pattern in each(value))


def matches_not(text, value):
    return not any(re.search(pattern, text, re.M) for pattern in each(value))


def in_order(text, words):
    at = 0
    for word in words:
        at = text.find(word, at)
        if at < 0:
            return False
        at += len(word)
    return True


def has_values(text, values):
    found = json.loads(text)
    return all(found.get(key) == value for key, value in values.items())


def has_nulls(text, keys):
    found = json.loads(text)
    return all(found[key] is None for key in each(keys))


def has_counts(text, counts):
    return all(text.count(word) == number for word, number in counts.items())


OF_TEXT = {
    "has": has,
    "lacks": lacks,
    "re": matches,
    "not_re": matches_not,
    "order": in_order,
    "count": has_counts,
    "is": str.__eq__,
    "json": has_values,
    "null": has_nulls,
}


def check_parts(done, parts):
    for kind, checks in parts.items():
        text = part_of(done.out, kind)
        for what, value in checks.items():
            assert OF_TEXT[what](text, value), (kind, what, value, text)


def check_fields(done, fields):
    message = message_of(done.out)
    for name, pattern in fields.items():
        assert re.search(pattern, str(message[name] or ""), re.M), (name, message[name])


def holds(what, value, done, stdin):
    if what.startswith("err_") and what != "err_lines":
        return OF_TEXT[what[4:]](done.said, value)
    if what in OF_TEXT:
        return OF_TEXT[what](done.text, value)
    return {
        "status": lambda: done.status in each(value),
        "nothing": lambda: (done.out == b"") == value,
        "untouched": lambda: (done.out == stdin) == value,
        "restores": lambda: (run("--restore", stdin=done.out).out == stdin) == value,
        "err_lines": lambda: done.err.count(b"\n") == value,
        "messages": lambda: len(re.findall(rb"(?:\A|\n\n)From ", done.out)) == value,
    }[what]()


@pytest.mark.parametrize("case", load())
def test_case(case, tmp_path):
    expect = dict(case["expect"])
    done = execute(case, str(tmp_path))
    expect.setdefault("status", 0)
    if not any(what.startswith("err_") for what in expect):
        assert done.said == "", case["says"]
    check_parts(done, expect.pop("part", {}))
    check_fields(done, expect.pop("field", {}))
    for what, value in expect.items():
        assert holds(what, value, done, given(case)), f"{case['says']}: {what} = {value!r}\n{done}"
