#!/usr/bin/env bash
# Copy what scripts/doc.sh made: web pages to $DESTDIR$DOCDIR/html, manual pages to $DESTDIR$MANDIR. A list of the files,
# $DOCDIR/installed-files, tells scripts/uninstall.sh what to remove.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
: "${PREFIX:?}" "${DOCDIR:=$PREFIX/share/doc/libevent-rs}" "${MANDIR:=$PREFIX/share/man}"
for dir in "$DOCDIR" "$MANDIR"; do
    [[ $dir == /* ]] || die "$dir is not an absolute path"
done
[ -e "$DOC/html/index.html" ] || die "run make doc first"

doc=${DESTDIR:-}$DOCDIR
man=${DESTDIR:-}$MANDIR
mkdir -p "$doc/html" "$man"
cp -R --remove-destination "$DOC/html/." "$doc/html"
cp -R --remove-destination "$DOC/man/." "$man"
{
    (cd "$DOC/html" && find . -type f -printf "$DOCDIR/html/%P\n")
    (cd "$DOC/man" && find . -type f -printf "$MANDIR/%P\n")
    echo "$DOCDIR/installed-files"
} >"$doc/installed-files"
echo "installed in $doc/html and $man"
