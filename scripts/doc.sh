#!/usr/bin/env bash
# The documentation for C programmers, from the comments in the public headers:
#
#   target/doc-api/html    to be read in a browser: index.html
#   target/doc-api/man     manual pages: of each function (3), each header (3) and each program (1, from docs/man)
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

scripts/deps.sh doc

# Filled and then put in place, so that what is there is always whole.
new=$DOC.new.$$
DOC_WORK=$(mktemp -d)
export DOC_WORK
trap 'rm -rf "$new" "$DOC_WORK"' EXIT
mkdir -p "$new"

# ---- each example a page, and a list of them for the start page ----
about() { # FILE: the first paragraph of its first comment
    awk '/^\/\*/ {on = 1; next} on && /^ \*(\/| *$)/ {exit} on {sub(/^ \* /, ""); print}' "$1"
}
for file in examples-c/*.c examples-c/*.rpc; do
    name=${file##*/}
    text=$(about "$file" | sed 's/[@\<>&#]/\\&/g' | tr '\n' ' ')
    [ -n "$text" ] || die "$file does not begin with a comment that says what it does"
    echo "/** @example $name */" >>"$DOC_WORK/examples.dox"
    page=$(sed 's/_/__/g; s/\./_8/g' <<<"$name")-example.html
    printf -- '- [%s](%s): %s\n' "$name" "$page" "$text" >>"$DOC_WORK/examples.md"
done

# ---- HTML; XML for the manual pages ----
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
warnings=$DOC_WORK/warnings
{
    cat docs/api/Doxyfile
    echo "OUTPUT_DIRECTORY = \"$new\""
    echo "PROJECT_NUMBER = $version"
    echo "WARN_LOGFILE = \"$warnings\""
} >"$DOC_WORK/Doxyfile"
doxygen "$DOC_WORK/Doxyfile"
if [ -s "$warnings" ]; then
    sed "s|^$ROOT/||" "$warnings" >&2
    die "doxygen has warnings"
fi

# ---- manual pages: generated (3), and written by hand (docs/man) ----
PYTHONDONTWRITEBYTECODE=1 scripts/man-pages.py "$new/xml" "$new/man/man3"
rm -r "$new/xml"
for file in docs/man/*.[1-9]; do
    install -D -m 644 -t "$new/man/man${file##*.}" "$file"
done

if [ -e "$DOC" ]; then mv "$DOC" "$new.old"; fi
mv "$new" "$DOC"
rm -rf "$new.old"
echo "$(find "$DOC/man" -type f | wc -l) manual pages in $DOC/man; $DOC/html/index.html"
