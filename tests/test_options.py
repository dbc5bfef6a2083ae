"""The lists of options and of reasons, and all that is made of them or stands beside them."""

import re
import subprocess

import pytest

from harness import BUILD, TOP, need, run

WIRE = TOP / "filter" / "wire"
OPTIONS = (WIRE / "options.def").read_text()
REASONS = (WIRE / "reasons.def").read_text()
KINDS = (WIRE / "kinds.def").read_text()
MANUAL = (TOP / "filter" / "offprint.1").read_text()
CONF_MANUAL = (TOP / "filter" / "offprint.conf.5").read_text()
COMPLETIONS = BUILD / "contrib" / "completions"
ROW = re.compile(
    r"^OFF_OPTION(?P<key>_KEY)?\((?P<id>\w+), (?P<letter>0|'.'), "
    r'"(?P<word>[^"]*)", "(?P<argument>[^"]*)", (?P<kind>[A-Z_]+(?:\(.*?\))?), (?P<field>\w+), '
    r'"(?P<default>[^"]*)", (?P<owner>[A-Z]+), (?P<tag>\d+), "(?P<help>(?:[^"\\]|\\.)*)"\)$',
    re.M,
)
ROWS = [row.groupdict() for row in ROW.finditer(OPTIONS)]
BY_WORD = {row["word"]: row for row in ROWS}
WORDS = {
    "off_from_words": re.findall(r'^OFF_FROM\(\w+, "([^"]*)"', KINDS, re.M),
    "off_to_words": re.findall(r'^OFF_TO\(\w+, "([^"]*)"', KINDS, re.M),
}
REASON = re.compile(
    r'^OFF_REASON(?:_PAGE)?\(\w+, (\d+), "([a-z-]+)", ([A-Z]+),'
    r'(?: (FETCHER|READER|GATE),)? "([^"]+)"\)$',
    re.M,
)
REASON_ROWS = REASON.findall(REASONS)
# Where the code names a reason.
REPORTED = re.compile(
    r"(?:off_outcome_fail\(\w+|off_channel_refuse\(\w+|off_response_fail\([\w&>.-]+|"
    r"(?<!\w)fail\(&?r|off_run_fail\(&?r|off_fetches_refuse\(\w+|lose_worker\(\w+, \w+), "
    r'"([a-z-]+)"|(?:o|outcome)(?:->|\.)reason = "([a-z-]+)"'
)
every_option = pytest.mark.parametrize("word", BY_WORD)


# --- options.def


def test_every_row_of_options_has_its_form():
    assert len(ROWS) == len(re.findall(r"^OFF_OPTION(?:_KEY)?\(", OPTIONS, re.M))
    assert len(ROWS) > 40


def test_no_option_stands_there_twice():
    assert len(BY_WORD) == len(ROWS)


def test_each_field_has_a_tag_of_its_own():
    fields = (WIRE / "wire-fields.def").read_text()
    tags = [row["tag"] for row in ROWS if row["owner"] != "GATE"]
    tags += re.findall(r"^OFF_FIELD\(\w+, (\d+),", fields, re.M)
    assert len(set(tags)) == len(tags)


@every_option
def test_options_of_the_gate_alone_have_no_tag(word):
    row = BY_WORD[word]
    assert (row["owner"] == "GATE") == (row["tag"] == "0")


# --- the manual


def item_of(word):
    """The line of offprint.1 that begins an option's item."""
    item = re.search(rf"^\.It .*\bFl Fl {word}(?: .*)?$", MANUAL, re.M)
    assert item, word
    return item


def text_of(word):
    """All that offprint.1 says about an option."""
    return MANUAL[item_of(word).start() :].split("\n.It ", 1)[0]


def words_of(row):
    """The words that an option takes; none where it takes something else, or need not have any."""
    takes = re.fullmatch(r"WORDS\((.*)\)", row["kind"])
    if not takes or row["argument"].startswith("["):
        return []
    return WORDS.get(takes[1], takes[1].strip('"').split())


@every_option
def test_manual_has_the_option_and_its_letter(word):
    letter = BY_WORD[word]["letter"]
    assert letter == "0" or f"Fl {letter[1:2]} ," in item_of(word).group()


@every_option
def test_manual_has_its_argument(word):
    argument = re.search(r"\b(Ar|Cm)\b", item_of(word).group())
    assert bool(BY_WORD[word]["argument"]) == bool(argument)


@pytest.mark.parametrize("word", [row["word"] for row in ROWS if words_of(row)])
def test_manual_has_the_words_that_it_takes(word):
    for value in words_of(BY_WORD[word]):
        value = re.escape(value.split(":")[0])
        assert re.search(
            rf"^\.(?:It .*)?.*\b(?:Cm|\|) (?:.* )?{value}\b", text_of(word), re.M
        ), value


NUMBERS = [row["word"] for row in ROWS if row["default"] and not row["kind"].startswith("WORDS(")]


@pytest.mark.parametrize("word", NUMBERS)
def test_manual_has_the_default(word):
    assert re.search(rf"\b{BY_WORD[word]['default']}\b", text_of(word))


@every_option
def test_help_has_the_option(word):
    assert f"--{word}" in run("--help").text


@pytest.mark.parametrize("word", [row["word"] for row in ROWS if row["key"]])
def test_conf_manual_has_the_key(word):
    assert re.search(rf"^\.It Ic {word} ", CONF_MANUAL, re.M)


def test_manual_has_no_option_that_does_not_exist():
    assert set(re.findall(r"^\.It .*?Fl Fl ([a-z-]+)", MANUAL, re.M)) <= set(BY_WORD)


# --- reasons.def


def test_every_row_of_reasons_has_its_form():
    assert len(REASON_ROWS) == len(re.findall(r"^OFF_REASON(?:_PAGE)?\(", REASONS, re.M))
    assert len(REASON_ROWS) > 40


def test_each_reason_has_a_number_and_a_word_of_its_own():
    assert len({row[0] for row in REASON_ROWS}) == len(REASON_ROWS)
    assert len({row[1] for row in REASON_ROWS}) == len(REASON_ROWS)


def test_manual_has_every_reason():
    """And no other."""
    list_of = r"the reason is one of these\.(.*?)^\.Ss JSON"
    told = re.search(list_of, MANUAL, re.S | re.M)[1]
    lines = re.findall(r"^\.Li (.*)$", told, re.M)
    words = {word for line in lines for word in line.split() if word not in ",."}
    assert words == {row[1] for row in REASON_ROWS}


def test_every_reason_that_is_reported_stands_there():
    used = set()
    for file in (TOP / "filter").rglob("*.c"):
        used |= {word[0] or word[1] for word in REPORTED.findall(file.read_text())}
    assert len(used) > 20
    assert used <= {row[1] for row in REASON_ROWS}


# --- completions

FILES = {"bash": "offprint", "zsh": "_offprint", "fish": "offprint.fish"}


@pytest.mark.parametrize("shell", FILES)
def test_completion_knows_every_option(shell):
    text = (COMPLETIONS / FILES[shell]).read_text().replace("\n", " ")
    for word in BY_WORD:
        pattern = f"-l {word} " if shell == "fish" else rf"--{word}\b"
        assert re.search(pattern, text), word


@pytest.mark.parametrize("shell", FILES)
def test_shell_reads_its_completion(shell):
    command = [need(shell), "-n", COMPLETIONS / FILES[shell]]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done


@pytest.mark.parametrize(
    "words, at, completed",
    [("--original = me", 3, "message\n"), ("--im", 1, "--images\n")],
    ids=["words", "options"],
)
def test_bash_completes(words, at, completed):
    script = (
        f"source {COMPLETIONS}/offprint; COMP_WORDS=(offprint {words}); COMP_CWORD={at}; "
        "_offprint; echo ${COMPREPLY[@]}"
    )
    command = [need("bash"), "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == completed, done
