# Makes rows OFF_RECIPE("name", "text") of the recipes, for offprint --recipe:
#   awk -f recipes.awk procmailrc muttrc ... >recipes.def
# POSIX awk.
FNR == 1 {
    if (NR > 1) print ")"
    name = FILENAME
    sub(/.*\//, "", name)
    printf "OFF_RECIPE(\"%s\",\n", name
}
{
    gsub(/\\/, "&&")
    gsub(/"/, "\\\"")
    gsub(/\t/, "\\t")
    printf "    \"%s\\n\"\n", $0
}
END { print ")" }
