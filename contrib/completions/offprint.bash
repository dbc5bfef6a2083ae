# bash completion for offprint(1)

_offprint() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
    local options="--from --to --base-url --no-fetch --original --restore --articles --images --width --no-flowed --no-notes
        --deadline --charset --in-place --config --print-config --sites --check-sites --cache --cache-info --cache-clear --cookies
        --connections --connections-per-host --record --replay --allow-net --sender --explain --require-sandbox --sandbox-test
        --jobs --skip-records --strict --verbose --quiet --help --version"
    # "--original=gz" comes as three words
    [[ $cur == "=" ]] && cur=
    [[ $prev == "=" ]] && prev=${COMP_WORDS[COMP_CWORD-2]}
    case $prev in
    -f | --from) mapfile -t COMPREPLY < <(compgen -W "auto mail mbox feed newsboat html text url warc" -- "$cur") ;;
    -t | --to) mapfile -t COMPREPLY < <(compgen -W "mime mbox maildir: html text json feed links" -- "$cur") ;;
    --original) mapfile -t COMPREPLY < <(compgen -W "gzip message drop" -- "$cur") ;;
    --images) mapfile -t COMPREPLY < <(compgen -W "link embed drop" -- "$cur") ;;
    --explain) mapfile -t COMPREPLY < <(compgen -W "text html" -- "$cur") ;;
    --sites | --check-sites) mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
    -u | --base-url | --articles | --width | --deadline | --charset | --connections | --connections-per-host | --allow-net | \
        --sender | -j | --jobs | --skip-records) COMPREPLY=() ;;
    *)
        if [[ $cur == -* ]]; then mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
        else mapfile -t COMPREPLY < <(compgen -f -- "$cur"); fi ;;
    esac
}
complete -o filenames -F _offprint offprint
