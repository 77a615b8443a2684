#!/usr/bin/env bash
# The documentation for C programmers: doxygen makes it without warnings, each exported function that the headers declare
# has a manual page, the pages have no faults and refer to pages that are there, and so do the links of the web pages; the
# program of the start page works; all of it is installed and removed again.
#
#   c-tests/doc.sh [STAGE_DIR]
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
STAGE=$(realpath "${1:-$STAGE}")
export STAGE
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

passed=0
failed=0
try() { # NAME COMMAND...
    local name=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        echo "ok $name: $(tail -n 1 "$work/said")"
        passed=$((passed + 1))
    else
        echo "FAIL $name"
        head -n 20 "$work/said"
        failed=$((failed + 1))
    fi
}

every_function() {
    local name count=0 lacking=0
    readelf --dyn-syms --wide "$STAGE"/lib/libevent_{rs,openssl,mbedtls,rustls}*.so |
        awk '$4 == "FUNC" && $7 ~ /^[0-9]+$/ {print $8}' | sort -u >"$work/exported"
    grep -ohE '\w+\(' include/*.h include/event2/*.h | tr -d '(' | sort -u >"$work/declared"
    while read -r name; do
        count=$((count + 1))
        [ -s "$DOC/man/man3/$name.3" ] || { echo "no page for $name"; lacking=$((lacking + 1)); }
    done < <(comm -12 "$work/exported" "$work/declared")
    echo "$count functions, $lacking without a page"
    [ "$count" -gt 400 ] && [ "$lacking" = 0 ]
}

# mandoc looks for the pages that are referred to among those that are installed, which takes long: see below for those.
# It does not like either that ours are no part of an operating system.
no_faults() {
    local faults
    mkdir "$work/pages"
    cp "$DOC"/man/man?/* "$work/pages"
    sed -i 's/^\.Xr /.Em /' "$work"/pages/*
    faults=$(mandoc -T lint "$work"/pages/* | grep -v 'operating system explicitly' || true)
    echo "${faults:-no faults}"
    [ -z "$faults" ]
}

# To pages of ours, and to those of the system that its own programs' pages name.
references() {
    local name section count=0 missing=0
    while read -r name section; do
        case $name in ldd | ld.so) continue ;; esac
        count=$((count + 1))
        [ -e "$DOC/man/man$section/$name.$section" ] || { echo "no $name($section)"; missing=$((missing + 1)); }
    done < <({
        sed -nE 's/^\.Xr ([^ ]+) ([0-9]).*/\1 \2/p' "$DOC"/man/man?/*
        grep -ohE '\\fB(\\%)?\w+\\fP\([0-9]\)' "$DOC"/man/man?/* | sed -E 's/\\fB(\\%)?(\w+)\\fP\((.)\)/\2 \3/'
    } | sort -u)
    echo "$count pages are referred to, $missing of them are not there"
    [ "$count" -gt 500 ] && [ "$missing" = 0 ]
}

# What `man event_new` shows, in a few of its words.
shows() {
    mandoc -T ascii "$DOC/man/man3/event_new.3" | sed 's/.\x08//g' >"$work/page"
    for words in 'event_new - makes an event' '#include <event2/event.h>' 'struct event \*' 'callback_arg);' 'event_free(3)' \
        'EV_PERSIST' 'NULL on failure' '-levent'; do
        grep -q -- "$words" "$work/page" || { echo "event_new(3) does not say: $words"; return 1; }
    done
    echo "event_new(3)"
}

# The program of the start page does what it says.
first_program() {
    local said
    awk '/^~~~/ {on = !on; next} on' docs/api/main.md >"$work/program.c"
    gcc -Wall -Wextra -Werror -I"$STAGE/include" -o "$work/program" "$work/program.c" -L"$STAGE/lib" -levent || return 1
    said=$(LD_LIBRARY_PATH=$STAGE/lib timeout 20 "$work/program")
    echo "$said"
    [ "$said" = "one second has passed" ]
}

installs() {
    export DESTDIR=$work/root PREFIX=/opt/somewhere LIBDIR=/opt/somewhere/lib INCLUDEDIR=/opt/somewhere/include \
        BINDIR=/opt/somewhere/bin DOCDIR=/opt/docs/libevent MANDIR=/opt/somewhere/man
    scripts/install-doc.sh
    [ -s "$DESTDIR$DOCDIR/html/index.html" ] && [ -s "$DESTDIR$MANDIR/man3/event_new.3" ] || return 1
    [ -s "$DESTDIR$MANDIR/man1/event_rpcgen.1" ] || return 1
    touch "$DESTDIR$MANDIR/man3/other.3"
    scripts/uninstall.sh
    left=$(cd "$DESTDIR" && find . ! -type d)
    echo "left: $left"
    [ "$left" = ./opt/somewhere/man/man3/other.3 ] && [ ! -e "$DESTDIR$DOCDIR" ]
}

try "doxygen has no warnings" scripts/doc.sh
try "a page for every function" every_function
try "manual pages without faults" no_faults
try "references between manual pages" references
try "what a page shows" shows
try "links of the web pages" c-tests/doc-links.py "$DOC/html"
try "the first program" first_program
try "installed, and removed" installs
echo "doc: $passed passed, $failed failed"
[ "$failed" = 0 ]
