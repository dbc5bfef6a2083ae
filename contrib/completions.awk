# Makes the completion of a shell out of the lists of options and kinds:
#   awk -v shell=bash -f completions.awk filter/wire/kinds.def filter/wire/options.def >offprint.bash
# shell is bash, zsh or fish. POSIX awk.

# The string without its quotes and escapes.
function plain(text) {
    gsub(/^"|"$/, "", text)
    gsub(/\\"/, "\"", text)
    return text
}

# Splits the arguments of a row at the commas outside of quotes and brackets, into cell[1 ...].
function split_row(row,    i, c, quoted, depth, n) {
    n = 1
    delete cell
    for (i = 1; i <= length(row); i++) {
        c = substr(row, i, 1)
        if (c == "\"" && substr(row, i - 1, 1) != "\\") quoted = !quoted
        if (!quoted && c == "(") depth++
        if (!quoted && c == ")") depth--
        if (!quoted && !depth && c == ",") { n++; continue }
        if (cell[n] == "" && c == " ") continue
        cell[n] = cell[n] c
    }
    return n
}

function quoted_for_shell(text) {
    gsub(/'/, "'\\''", text)
    return text
}

# What may stand behind the option: words, or one of these: "<none>", "<files>", "<folders>", "<anything>".
function values_of(argument, type,    words) {
    if (argument == "") return "<none>"
    if (argument == "DIR") return "<folders>"
    if (argument ~ /^(FILE|WARC)/) return "<files>"
    if (type == "WORDS(off_from_words)") return from
    if (type == "WORDS(off_to_words)") return to
    if (type !~ /^WORDS/) return "<anything>"
    words = type
    sub(/^WORDS\(/, "", words)
    sub(/\)$/, "", words)
    return plain(words)
}

function bash_row(letter, word, values,    names) {
    names = letter ? "-" letter " | --" word : "--" word
    options = options " --" word
    if (values == "<folders>")
        cases = cases "    " names ") mapfile -t COMPREPLY < <(compgen -d -- \"$cur\") ;;\n"
    else if (values == "<anything>")
        cases = cases "    " names ") COMPREPLY=() ;;\n"
    else if (values !~ /^</)
        cases = cases "    " names ") mapfile -t COMPREPLY < <(compgen -W \"" values "\" -- \"$cur\") ;;\n"
}

function zsh_row(letter, word, argument, values, help,    action, sign) {
    gsub(/:/, "\\:", help)
    gsub(/\[/, "\\[", help)
    gsub(/\]/, "\\]", help)
    help = "[" quoted_for_shell(help) "]"
    sign = argument ~ /^\[/ ? "=-" : "="
    gsub(/:/, "\\:", values)
    if (values == "<none>") action = ""
    else if (values == "<files>") action = ":file:_files"
    else if (values == "<folders>") action = ":folder:_files -/"
    else if (values == "<anything>") action = ":" tolower(argument) ":"
    else action = (argument ~ /^\[/ ? "::" : ":") "value:(" values ")"
    if (argument == "") sign = ""
    sub(/[^A-Za-z].*/, "", argument)
    if (values == "<anything>") action = ":" tolower(argument) ":"
    if (letter)
        printf " \\\n    '(-%s --%s)'{-%s,--%s%s}'%s%s'", letter, word, letter, word, sign, help, action
    else
        printf " \\\n    '--%s%s%s%s'", word, sign, help, action
}

function fish_row(letter, word, argument, values, help,    line) {
    line = "complete -c offprint" (letter ? " -s " letter : "") " -l " word
    if (values == "<files>") line = line " -r"
    else if (values == "<folders>") line = line " -x -a '(__fish_complete_directories)'"
    else if (values == "<anything>") line = line " -x"
    else if (values != "<none>") line = line (argument ~ /^\[/ ? "" : " -x") " -a '" values "'"
    gsub(/\\/, "\\\\", help)
    gsub(/'/, "\\'", help)
    print line " -d '" help "'"
}

function option_row(n,    letter, word, argument, values, help) {
    letter = cell[2] == "0" ? "" : substr(cell[2], 2, 1)
    word = plain(cell[3])
    argument = plain(cell[4])
    values = values_of(argument, cell[5])
    help = plain(cell[10])
    sub(/:$/, "", help)
    if (shell == "bash") bash_row(letter, word, values)
    else if (shell == "zsh") zsh_row(letter, word, argument, values, help)
    else fish_row(letter, word, argument, values, help)
}

BEGIN {
    note = "completion for offprint(1), made by contrib/completions.awk"
    if (shell == "zsh") printf "#compdef offprint\n# zsh %s\n\n_arguments -s -S", note
    if (shell == "fish") printf "# fish %s\n\n", note
}

/^OFF_(OPTION|OPTION_KEY|FROM|TO)\(/ {
    name = $0
    sub(/\(.*/, "", name)
    row = $0
    sub(/^[A-Z_]*\(/, "", row)
    sub(/\)$/, "", row)
    n = split_row(row)
    if (name == "OFF_FROM") from = from (from ? " " : "") plain(cell[2])
    else if (name == "OFF_TO") {
        kind = plain(cell[2])
        sub(/:.*/, ":", kind)
        to = to (to ? " " : "") kind
    } else option_row(n)
}

END {
    if (shell == "zsh") print " \\\n    '*:file:_files'"
    if (shell != "bash") exit
    print "# bash " note "\n"
    print "_offprint() {"
    print "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}"
    print "    local options=\"" substr(options, 2) "\""
    print "    # \"--original=gz\" comes as three words"
    print "    [[ $cur == \"=\" ]] && cur="
    print "    [[ $prev == \"=\" ]] && prev=${COMP_WORDS[COMP_CWORD-2]}"
    print "    case $prev in"
    printf "%s", cases
    print "    *)"
    print "        if [[ $cur == -* ]]; then mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$cur\")"
    print "        else mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); fi ;;"
    print "    esac"
    print "}"
    print "complete -o filenames -F _offprint offprint"
}
