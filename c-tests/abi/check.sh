#!/bin/sh
# Checks the public headers, and libraries made for them:
#
#     c-tests/abi/check.sh [LIBRARY_DIR]
#
# - every header compiles alone, twice and with all others, as strict C99 and C++11;
# - structs, constants, macros and types are those of the original, as original.list has them;
# - that list says what the original's headers say, if they are in /usr/include (or $ORIGINAL_INCLUDE);
#   UPDATE_ORIGINAL=1 writes it anew out of them;
# - what was added later, and the functions, are as types.list and functions.list have them;
# - the libraries export all functions that the headers declare, and nothing that is not public.
#
# One line is printed per failure, then a total. $CC and $CXX name other compilers.
set -u
here=$(cd "$(dirname "$0")" && pwd)
ours=$(cd "$here/../../include" && pwd)
theirs=${ORIGINAL_INCLUDE:-/usr/include}
libraries=${1:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# check WHAT COMMAND...: one check, which passes if the command succeeds.
check() {
    what=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $what: $(grep -m1 error "$work/log" || head -n1 "$work/log")"
    fi
}

# compare WHAT EXPECTED FOUND: one check for each line "name<TAB>result" of EXPECTED.
compare() {
    awk -F'\t' -v what="$1" '
        FILENAME == ARGV[1] { found[$1] = $2; here[$1] = 1; next }
        !here[$1] { print "FAIL " what " " $1 ": missing"; bad++; next }
        found[$1] != $2 { print "FAIL " what " " $1 ": expected " $2 ", found " found[$1]; bad++; next }
        { good++ }
        END { print good + 0, bad + 0 > "/dev/stderr" }
    ' "$3" "$2" 2>"$work/counts"
    read -r good bad <"$work/counts"
    passed=$((passed + good))
    failed=$((failed + bad))
}

c_compiler() { "${CC:-cc}" -I"$ours" "$@"; }
as_c() { c_compiler -std=c99 -pedantic -Wall -Wextra -Werror -fsyntax-only -x c "$1"; }
as_cxx() { "${CXX:-c++}" -I"$ours" -std=c++11 -Wall -Wextra -Werror -fsyntax-only -x c++ "$1"; }

# both_languages WHAT HEADER...: they compile in this order.
both_languages() {
    what=$1
    shift
    printf '#include <%s>\n' "$@" >"$work/headers.c"
    echo 'extern int not_empty;' >>"$work/headers.c"
    check "$what as C99" as_c "$work/headers.c"
    check "$what as C++11" as_cxx "$work/headers.c"
}

# ---- The headers compile.

headers=$(cd "$ours" && find . -name '*.h' | sed 's|^\./||' | sort)
for header in $headers; do
    both_languages "$header" "$header" "$header"
done
# shellcheck disable=SC2046,SC2086 # the names have no spaces
{
    both_languages "all headers" $headers
    both_languages "all headers backwards" $(printf '%s\n' $headers | sort -r)
    both_languages "all headers after <sys/queue.h>" sys/queue.h $headers
    both_languages "all headers after <stdio.h>" stdio.h $headers
}

# ---- They say what the original's say.

python3 "$here/probe.py" "$ours" "$work" || exit 1

# macros INCLUDE_DIR: how many arguments those of the list take, and values of the configuration.
macros() {
    for header in $(cut -d' ' -f1 "$work/macros" | sort -u) event2/event-config.h; do
        echo "#include <$header>" | "${CC:-cc}" -I"$1" -E -dM - | awk -v header="$header" '
            NR == FNR { if ($1 == header) wanted[$2] = 1; next }
            { name = $2; sub(/\(.*/, "", name); arity = "none" }
            $2 ~ /\(/ {
                match($0, /\([^)]*\)/)
                arguments = substr($0, RSTART + 1, RLENGTH - 2)
                variable = sub(/,?[^,]*\.\.\.$/, "", arguments)
                arity = arguments == "" ? 0 : gsub(/,/, "", arguments) + 1
                if (variable) arity = arity " or more"
            }
            name in wanted { print header ":" name "\t" arity }
            header ~ /config/ && /define EVENT__/ { $1 = ""; print header ":" name "\t" $0 }
        ' "$work/macros" - | sort
    done
}

# probe PROGRAM INCLUDE_DIR: compile a probe with these headers, and print what it finds.
probe() {
    "${CC:-cc}" -I"$2" -std=gnu11 -w -o "$work/probe" "$work/$1.c" && "$work/probe"
}

# facts INCLUDE_DIR: all that original.list tells of.
facts() {
    probe common "$1" >"$work/facts" && macros "$1" >>"$work/facts" && sort "$work/facts"
}

if [ -n "${UPDATE_ORIGINAL:-}" ]; then
    facts "$theirs" >"$here/original.list" || exit 1
fi
check "types under our headers" facts "$ours"
compare "type, constant or macro" "$here/original.list" "$work/log"
if [ -e "$theirs/event2/event.h" ]; then
    check "types under the original's headers" facts "$theirs"
    compare "original.list and the original:" "$here/original.list" "$work/log"
    compare "the original and original.list:" "$work/log" "$here/original.list"
fi

check "additions and functions" probe added "$ours"
compare "addition or function" "$work/added.expected" "$work/log"

# ---- The libraries have what the headers declare.

if [ -n "$libraries" ]; then
    for library in "$libraries"/libevent*.so*; do
        [ -L "$library" ] || nm -D --defined-only --format=posix "$library"
    done | cut -d' ' -f1 | sort -u >"$work/exported"
    comm -13 "$work/public" "$work/exported" | sed 's/$/\tyes/' >"$work/private"
    sort -u "$work/declared" "$work/public" | sed 's/$/\tyes/' >"$work/wanted"
    sed 's/$/\tyes/' "$work/exported" >"$work/have"
    compare export "$work/wanted" "$work/have"
    check "exports that are not public: $(cut -f1 "$work/private" | tr '\n' ' ')" test ! -s "$work/private"
fi

echo "abi: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
