#!/usr/bin/env bash
# Install the staged library into a temporary directory and check every way in which a program can come
# to it: pkg-config, the split libraries, the static one, programs linked for the original. One line for
# each, and totals. (`make check` runs this; it needs Debian's libevent-dev for the last kind.)
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PREFIX=$work/prefix
export LIBDIR=$PREFIX/lib/some-machine INCLUDEDIR=$PREFIX/include BINDIR=$PREFIX/bin DESTDIR=""
library=$LIBDIR/libevent_rs.so

cat >"$work/program.c" <<'EOF'
/* One timer; then tells on which libevent files it runs. */
#include <event2/event.h>
#include <event2/thread.h>
#include <stdio.h>
#include <string.h>
static void fired(evutil_socket_t fd, short what, void *arg) { (void)fd; (void)what; *(int *)arg = 1; }
int main(void) {
	struct timeval soon = {0, 1000};
	char line[4096], *path;
	int done = 0;
	FILE *maps = fopen("/proc/self/maps", "r");
	struct event_base *base;
	if (evthread_use_pthreads() != 0 || (base = event_base_new()) == NULL)
		return 1;
	event_base_once(base, -1, EV_TIMEOUT, fired, &done, &soon);
	event_base_dispatch(base);
	event_base_free(base);
	while (maps && fgets(line, sizeof(line), maps))
		if ((path = strstr(line, "/")) != NULL && strstr(path, "/libevent"))
			fputs(path, stdout);
	return !done;
}
EOF

cat >"$work/tls.c" <<'EOF'
/* Makes what clients with TLS need. */
#include <event2/bufferevent.h>
#include <event2/bufferevent_tls.h>
#include <event2/event.h>
int main(void) {
	struct bufferevent_tls_context *context = bufferevent_tls_context_new_client();
	struct event_base *base = event_base_new();
	struct bufferevent *bev = bufferevent_tls_client_new(base, -1, context, "localhost", 0);
	if (bev == NULL)
		return 1;
	bufferevent_free(bev);
	bufferevent_tls_context_free(context);
	event_base_free(base);
	return 0;
}
EOF

passed=0
failed=0
result() { # OK-OR-EMPTY WHAT DETAIL
    if [ -n "$1" ]; then
        echo "ok $2"
        passed=$((passed + 1))
    else
        echo "FAIL $2: $3"
        failed=$((failed + 1))
    fi
}
# compile WHAT NAME ARGUMENT...: the first program above, or $source, as the executable NAME
compile() {
    local what=$1 name=$2 output
    shift 2
    output=$(gcc "${source:-$work/program.c}" -o "$work/$name" "$@" 2>&1) && return
    result "" "$what" "does not link: $(head -n 3 <<<"$output" | tr '\n' ' ')"
    return 1
}
# runs WHAT COMMAND...: it succeeds, and the only libevent in it that has an event_base_new is ours
runs() {
    local what=$1 files file cores=""
    shift
    if ! files=$(timeout 10 "$@" 2>&1 | sort -u); then
        result "" "$what" "$files"
        return
    fi
    for file in $files; do
        if readelf --dyn-syms --wide "$file" | grep ' event_base_new$' >/dev/null; then cores="$cores$file "; fi
    done
    if [ "$cores" = "$library " ]; then result yes "$what"; else result "" "$what" "ran on ${cores:-nothing}"; fi
}
needed() {
    readelf -d "$1" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | { grep libevent || true; } | tr '\n' ' '
}

scripts/install.sh >/dev/null
installed=$(find "$PREFIX" -type f -o -type l | wc -l)
on_ours=(env LD_LIBRARY_PATH="$LIBDIR")

# ---- programs compiled against ours ----
export PKG_CONFIG_PATH=$LIBDIR/pkgconfig
for package in libevent libevent_core libevent_extra libevent_pthreads libevent_rs; do
    read -ra flags < <(pkg-config --cflags --libs $package)
    what="compiled with pkg-config $package"
    compile "$what" program "${flags[@]}" || continue
    if [ "$(needed "$work/program")" = "libevent$SONAME_SUFFIX " ]; then
        runs "$what" "${on_ours[@]}" "$work/program"
    else
        result "" "$what" "asks for $(needed "$work/program")"
    fi
done
what="compiled with -levent"
compile "$what" program -I"$INCLUDEDIR" -L"$LIBDIR" -levent && runs "$what" "${on_ours[@]}" "$work/program"
runs_alone() { # WHAT: the program "static" runs, and asks for no libevent
    local output good=""
    output=$(timeout 10 "$work/static" 2>&1) && [ -z "$output$(needed "$work/static")" ] && good=yes
    result "$good" "$1" "$output"
}
what="static library"
compile "$what" static -I"$INCLUDEDIR" "$LIBDIR/libevent_rs.a" && runs_alone "$what"
what="a static program, with pkg-config --static"
read -ra flags < <(pkg-config --static --cflags --libs libevent)
compile "$what" static -static "${flags[@]}" && runs_alone "$what"
for name in "${TLS_LIBS[@]}"; do
    read -ra flags < <(pkg-config --static --libs-only-l "libevent_$name" | sed -E 's/-levent(_[a-z]*)?//g')
    what="static library for $name"
    source=$work/tls.c compile "$what" tls -I"$INCLUDEDIR" "$LIBDIR/libevent_$name.a" "$LIBDIR/libevent.a" "${flags[@]}" || continue
    output=$(timeout 10 "$work/tls" 2>&1) && [ -z "$output" ] && good=yes || good=""
    result "$good" "$what" "$output"
done
names=$(readelf --symbols --wide "$LIBDIR/libevent_rs.a" | awk '$5 == "GLOBAL" && $7 != "UND" {print $8}' | sort)
exported=$(readelf --dyn-syms --wide "$library" | awk '$5 == "GLOBAL" && $7 != "UND" {print $8}' | sort)
result "${names:+$([ "$names" = "$exported" ] && echo yes)}" "the static library's names are the shared one's" \
    "$(diff <(echo "$names") <(echo "$exported") | head -n 3 | tr '\n' ' ')"
strays=$(grep -vE '^(_?bufferevent_|evbuffer_|ev_token_bucket_|evconnlistener_|event_|evhttp_|evdns_|evrpc_|evtag_|evthread_|evtimer_|evutil_|evwatch_|evws_|libevent_)' <<<"$exported" || true)
result "$([ -z "$strays" ] && echo yes)" "only libevent's names are exported" "$strays"

# ---- CMake ----
mkdir "$work/cmake"
cat >"$work/cmake/CMakeLists.txt" <<'EOF'
cmake_minimum_required(VERSION 3.13)
project(user C)
find_package(Libevent ${WANTED} REQUIRED COMPONENTS core extra openssl pthreads ${MORE})
add_executable(program ../program.c)
target_link_libraries(program PRIVATE libevent::core libevent::extra libevent::pthreads)
add_executable(tls ../tls.c)
target_link_libraries(tls PRIVATE ${LIBEVENT_LIBRARIES})
EOF
# cmake_build WHERE ARGUMENT...: the project above, in $work/WHERE
cmake_build() {
    local where=$work/cmake-$1
    shift
    { cmake -S "$work/cmake" -B "$where" -DWANTED=2.1.8 "$@" && cmake --build "$where"; } >"$work/cmake.log" 2>&1
}
cmake_error() {
    grep -m 1 -i -A 3 error "$work/cmake.log" | tr '\n' ' '
}
installed_package=-DLibevent_DIR=$LIBDIR/cmake/libevent
# It writes the libraries' directory into the programs.
what="CMake, shared libraries"
if cmake_build shared "$installed_package"; then
    runs "$what" "$work/cmake-shared/program"
    output=$(timeout 10 "$work/cmake-shared/tls" 2>&1) && good=yes || good=""
    result "$good" "$what, TLS" "$output"
else
    result "" "$what" "$(cmake_error)"
fi
what="CMake, static libraries"
if cmake_build static "$installed_package" -DLIBEVENT_STATIC_LINK=ON; then
    output=$(timeout 10 "$work/cmake-static/program" 2>&1 && timeout 10 "$work/cmake-static/tls" 2>&1) &&
        [ -z "$output$(needed "$work/cmake-static/program")$(needed "$work/cmake-static/tls")" ] && good=yes || good=""
    result "$good" "$what, TLS too" "$output"
else
    result "" "$what" "$(cmake_error)"
fi
cmake_build staged -DCMAKE_PREFIX_PATH="$STAGE" && good=yes || good=""
result "$good" "CMake finds the stage by CMAKE_PREFIX_PATH" "$(cmake_error)"
for wrong in -DWANTED=2.2 -DWANTED=1.4 -DMORE=unknown; do
    good=yes
    cmake_build "wrong$wrong" "$installed_package" $wrong && good=""
    grep -q 'Could not find a configuration file for package "Libevent"\|the component unknown' "$work/cmake.log" || good=""
    result "$good" "CMake refuses $wrong" "$(tail -n 1 "$work/cmake.log")"
done

# ---- the generator ----
echo 'struct message { string text = 1; }' >"$work/message.rpc"
output=$("$BINDIR/event_rpcgen" --quiet "$work/message.rpc" 2>&1 &&
    gcc -Werror -I"$INCLUDEDIR" -fsyntax-only -x c "$work/message.gen.h" 2>&1) && good=yes || good=""
result "$good" "event_rpcgen, and its header compiles" "$output"

# ---- programs compiled against the original ----
start=("$BINDIR/libevent-rs-run" --quiet --lib "$LIBDIR")
originals=("-levent" "-levent_core -levent_pthreads" "-levent_core -levent_extra -levent_pthreads"
    "-levent -levent_core -levent_pthreads")
for libraries in "${originals[@]}"; do
    read -ra flags <<<"$libraries"
    what="compiled for the original's $libraries"
    # The original has evthread_use_pthreads in a library of its own.
    [[ $libraries == *pthreads* ]] || flags+=(-levent_pthreads)
    compile "$what" program -Wl,--no-as-needed "${flags[@]}" || continue
    runs "$what" "${on_ours[@]}" "$work/program"
    runs "$what, by libevent-rs-run" "${start[@]}" "$work/program"
done
compile "LD_PRELOAD" program -Wl,--no-as-needed -levent -Wl,--as-needed -levent_pthreads &&
    runs "LD_PRELOAD" env LD_PRELOAD="$library $LIBDIR/libevent_pthreads$SONAME_SUFFIX" "$work/program"
if [ "$(id -u)" = 0 ] && unshare --mount true 2>/dev/null; then
    # A cache of the dynamic linker that knows our directory, seen by this one program only.
    echo "$LIBDIR" >"$work/ld.so.conf"
    ldconfig -C "$work/ld.so.cache" -f "$work/ld.so.conf" 2>/dev/null
    runs "found through ldconfig's cache" unshare --mount sh -c \
        "mount --bind '$work/ld.so.cache' /etc/ld.so.cache && exec '$work/program'"
fi

# ---- and away again ----
scripts/uninstall.sh >/dev/null
left=$(find "$PREFIX" -type f -o -type l)
result "$([ -z "$left" ] && echo yes)" "uninstall removes all $installed files" "$(tr '\n' ' ' <<<"$left")"
echo "install: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
