#!/usr/bin/env bash
# Remove what scripts/install.sh and scripts/install-doc.sh copied, and the subdirectories that are empty then.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
: "${PREFIX:?}" "${LIBDIR:?}" "${INCLUDEDIR:?}" "${BINDIR:?}"
[ -d "$STAGE" ] || die "run make first: what was installed is known from $STAGE"

remove_from() { # DIRECTORY STAGED-FILE...
    local dir=$1 file
    shift
    for file in "$@"; do
        rm -f "$dir/$(basename "$file")"
    done
}
lib=${DESTDIR:-}$LIBDIR
include=${DESTDIR:-}$INCLUDEDIR
bin=${DESTDIR:-}$BINDIR
remove_from "$lib/pkgconfig" "$STAGE"/lib/pkgconfig/*
remove_from "$lib/cmake/libevent" "$STAGE"/lib/cmake/libevent/*
remove_from "$lib/.debug" "$STAGE"/lib/.debug/*
remove_from "$lib" "$STAGE"/lib/libevent*
remove_from "$include/event2" "$STAGE"/include/event2/*.h
remove_from "$include" "$STAGE"/include/*.h
remove_from "$bin" "$STAGE"/bin/*
for dir in "$lib/pkgconfig" "$lib/cmake/libevent" "$lib/cmake" "$lib/.debug" "$include/event2"; do
    if [ -d "$dir" ]; then rmdir --ignore-fail-on-non-empty "$dir"; fi
done

# The documentation, from its own list of files.
list=${DESTDIR:-}${DOCDIR:-$PREFIX/share/doc/libevent-rs}/installed-files
if [ -e "$list" ]; then
    mapfile -t files <"$list"
    mapfile -t dirs < <(printf '%s\n' "${files[@]%/*}" | sort -ru)
    rm -f "${files[@]/#/${DESTDIR:-}}"
    for dir in "${dirs[@]/#/${DESTDIR:-}}"; do
        if [ -d "$dir" ]; then rmdir --ignore-fail-on-non-empty "$dir"; fi
    done
fi
echo "removed from $lib, $include and $bin"
