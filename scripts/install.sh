#!/usr/bin/env bash
# Copy what scripts/build.sh staged to $DESTDIR$PREFIX; the Makefile sets PREFIX, LIBDIR, INCLUDEDIR, BINDIR.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
: "${PREFIX:?}" "${LIBDIR:?}" "${INCLUDEDIR:?}" "${BINDIR:?}"
for dir in "$PREFIX" "$LIBDIR" "$INCLUDEDIR" "$BINDIR"; do
    [[ $dir == /* ]] || die "$dir is not an absolute path"
done
lib=${DESTDIR:-}$LIBDIR
include=${DESTDIR:-}$INCLUDEDIR
bin=${DESTDIR:-}$BINDIR

mkdir -p "$lib/pkgconfig" "$lib/cmake" "$lib/.debug" "$include/event2" "$bin"
# Never written in place: a running program may have the old file mapped.
cp -P --remove-destination "$STAGE"/lib/libevent* "$lib"
cp --remove-destination "$STAGE"/lib/.debug/* "$lib/.debug"
cp --remove-destination "$STAGE"/include/*.h "$include"
cp --remove-destination "$STAGE"/include/event2/*.h "$include/event2"
cp --remove-destination "$STAGE"/bin/* "$bin"
for file in "$STAGE"/lib/pkgconfig/*.pc; do
    sed -e "s|^prefix=.*|prefix=$PREFIX|" \
        -e "s|^libdir=.*|libdir=${LIBDIR/#$PREFIX\//\$\{prefix\}/}|" \
        -e "s|^includedir=.*|includedir=${INCLUDEDIR/#$PREFIX\//\$\{prefix\}/}|" \
        "$file" >"$lib/pkgconfig/$(basename "$file")"
done
cp -R --remove-destination "$STAGE/lib/cmake/libevent" "$lib/cmake"
to_include=$(realpath -m --relative-to="$LIBDIR" "$INCLUDEDIR")
sed -i "s|^set(_libevent_to_include .*|set(_libevent_to_include $to_include)|" "$lib/cmake/libevent/LibeventConfig.cmake"

echo "installed in $lib, $include and $bin"
if [ -z "${DESTDIR:-}" ]; then
    echo "$BINDIR/libevent-rs-run PROGRAM runs a program on it, and so does LD_LIBRARY_PATH=$LIBDIR."
    echo "To make it the libevent of the whole system, put that directory in /etc/ld.so.conf.d and run ldconfig; docs/linking.md says what that means."
fi
