#!/usr/bin/env bash
# What libevent-rs-run --check says of programs.
# shellcheck disable=SC2317 # the functions are called by their names
# shellcheck source=c-tests/run-on-ours/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
PATH=$PATH:/usr/sbin

# The functions of the original that a program asks for, as readelf sees them.
imports() {
    comm -12 "$work/originals" <(readelf --dyn-syms --wide "$1" | awk '$7 == "UND" && $8 != "" {print $8}' | sort -u)
}

test_debian() {
    local program path count line said=""
    readelf --dyn-syms --wide "$system"/libevent*-2.1.so.7 |
        awk '$5 == "GLOBAL" && $7 ~ /^[0-9]+$/ {print $8}' | sort -u >"$work/originals"
    for program in memcached tmux transmission-daemon tor turnserver unbound pgbouncer; do
        path=$(command -v "$program") || fail "no $program"
        started --check "$program"
        [ "$status" = 0 ] || fail "$program: status $status: $(cat "$work/out" "$work/err")"
        count=$(imports "$path" | wc -l)
        [ "$count" -gt 5 ] || fail "readelf sees $count functions in $path"
        line=$(head -n 1 "$work/out")
        [ "$line" = "$path: $count functions" ] || fail "expected $count functions: $line"
        [ "$(tail -n 1 "$work/out")" = "all there: $LIBDIR (LD_LIBRARY_PATH)" ] || fail "$(cat "$work/out")"
        said="$said$program $count, "
    done
    ok "functions: ${said%, }"
}

# uses NAME CODE ARG...: a program, or library, with this in it
uses() {
    echo "$2" >"$work/$1.c"
    gcc -w -o "$work/$1" "$work/$1.c" "${@:3}" || fail "$1 does not compile"
}

# reports STATUS PROGRAM LINE...: that is what it says
reports() {
    started --check "$work/$2"
    [ "$status" = "$1" ] || fail "$2: status $status: $(cat "$work/out" "$work/err")"
    [ "$(cat "$work/out")" = "$(printf '%s\n' "${@:3}")" ] || fail "$2: $(cat "$work/out")"
}

test_missing() {
    local there="all there: $LIBDIR (LD_LIBRARY_PATH)" libs=("-Wl,--no-as-needed" -levent -levent_extra)
    # Compiled for a libevent that has more.
    uses libfuture.so 'void evhttp_of_the_future(void) {}' -shared -Wl,-soname,libevent_pthreads-2.1.so.7
    uses unknown 'int main(void) { event_new(); evhttp_of_the_future(); return 0; }' "$work/libfuture.so" "${libs[@]}"
    reports 1 unknown "$work/unknown: 2 functions" "missing: evhttp_of_the_future, for $work/unknown"
    started --check --quiet "$work/unknown"
    [ "$(cat "$work/out")" = "missing: evhttp_of_the_future, for $work/unknown" ] || fail "--quiet: $(cat "$work/out")"
    uses private 'int main(void) { bufferevent_init_common_(); return 0; }' "${libs[@]}"
    reports 1 private "$work/private: 1 function" "missing: bufferevent_init_common_, for $work/private"
    # A program's copy of a variable of the original, which ours has not.
    uses variable 'extern void *event_global_current_base_; int main(void) { return event_global_current_base_ != 0; }' \
        -no-pie -fno-pie "${libs[@]}"
    reports 1 variable "$work/variable: 0 functions, 1 variable" \
        "missing: event_global_current_base_, for $work/variable"
    # What may be absent, and what another library has, is not missing.
    uses weak 'void event_maybe(void) __attribute__((weak)); int main(void) { if (event_maybe) event_maybe(); event_new(); return 0; }' \
        "${libs[@]}"
    readelf --dyn-syms --wide "$work/weak" | grep 'WEAK .* UND event_maybe' >/dev/null || fail "no weak import"
    reports 0 weak "$work/weak: 1 function" "$there"
    uses libother.so 'void event_of_other(void) {}' -shared
    uses other 'int main(void) { event_new(); event_of_other(); return 0; }' "${libs[@]}" "$work/libother.so"
    reports 0 other "$work/other: 1 function" "$there"
    started --check --quiet "$work/other"
    [ "$status$(cat "$work/out")" = 0 ] || fail "--quiet: $(cat "$work/out")"
    ok "unknown and private functions, variables"
}

# Libraries that a program brings along, and that would stay.
test_stays() {
    local libs=("-Wl,--no-as-needed" -levent)
    uses libhelper.so 'void helper(void) { event_new(); evmap_io_add_(); }' -shared -fPIC -Wl,-soname,libhelper.so "${libs[@]}"
    uses helped 'int main(void) { event_new(); helper(); return 0; }' -L"$work" -Wl,-rpath,"$work" -lhelper "${libs[@]}"
    reports 1 helped "$work/helped: 1 function" "$work/libhelper.so: 2 functions" "missing: evmap_io_add_, for $work/libhelper.so"
    uses libevent_odd.so 'void odd(void) { bufferevent_init_common_(); }' -shared -fPIC -Wl,-soname,libevent_odd-2.1.so.7
    mv "$work/libevent_odd.so" "$work/libevent_odd-2.1.so.7"
    uses odd 'int main(void) { event_new(); odd(); return 0; }' "$work/libevent_odd-2.1.so.7" -Wl,-rpath,"$work" "${libs[@]}"
    reports 1 odd "$work/odd: 2 functions" "$work/libevent_odd-2.1.so.7: 1 function" \
        "missing: bufferevent_init_common_, for $work/libevent_odd-2.1.so.7" "stays: $work/libevent_odd-2.1.so.7"
    refused 2 "would still use $work/libevent_odd-2.1.so.7" "$work/odd"
    ok "private functions in a library, a library of libevent's that ours has not"
}

# A bundled libevent is checked by the way in which the program would run.
test_bundled() {
    bundle
    compile bundled "${split[@]}" "${with_rpath[@]}"
    started --check "$work/bundled"
    [ "$status" = 0 ] || fail "status $status: $(cat "$work/out" "$work/err")"
    [ "$(tail -n 1 "$work/out")" = "all there: $LIBDIR (LD_PRELOAD)" ] || fail "$(cat "$work/out")"
    started --path --check "$work/bundled"
    [ "$status" = 1 ] || fail "--path: status $status: $(cat "$work/out" "$work/err")"
    grep -qx "stays: $work/bundle/libevent_core-2.1.so.7" "$work/out" || fail "--path: $(cat "$work/out")"
    ok "by LD_PRELOAD"
}

test_runs_nothing() {
    compile program -levent
    started --check "$work/program"
    if [ "$status" != 0 ] || grep -q ^process "$work/out"; then fail "$(cat "$work/out" "$work/err")"; fi
    started --check "$(command -v true)"
    [ "$status" = 0 ] || fail "status $status"
    grep -q 'true: uses no libevent' "$work/out" || fail "$(cat "$work/out")"
    refused 2 "--check takes one program" --check "$work/program" argument
    refused 127 "not found" --check "$work/nothing"
    ok "neither the program nor anything else"
}

test_of "$2"
