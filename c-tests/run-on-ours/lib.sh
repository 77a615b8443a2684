# shellcheck shell=bash disable=SC2034
# Sourced by cases.sh and check.sh, which are called with LIBDIR TEST and have a function test_TEST for each.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../programs/lib.sh"

NAME="run-on-ours $2"
verdict="FAIL $NAME: stopped early"
run=$(realpath "$LIBDIR/../bin/libevent-rs-run")
# Where the original is.
system=$(dirname "$(realpath "$(gcc -print-file-name=libevent$SONAME_SUFFIX)")")
split=(-levent_core -levent_extra -levent_pthreads -levent_openssl)

# compile NAME ARG...: program.c with each of these libraries, needed or not
compile() {
    local output
    output=$(gcc -o "$work/$1" "$here/program.c" -Wl,--no-as-needed "${@:2}" 2>&1) || fail "does not compile: $output"
}

# bundle: what a program that brings its own libevent has, in $work/bundle
bundle() {
    mkdir "$work/bundle"
    cp -P "$system"/libevent*.so* "$work/bundle"
}
with_rpath=("-Wl,--disable-new-dtags" "-Wl,-rpath,\$ORIGIN/bundle")

# started ARG...: libevent-rs-run with these arguments; its status is in $status, the rest in $work/out and $work/err
started() {
    status=0
    timeout 10 "$run" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
}

# on_ours ARG...: so started, the program runs on our library and no other
on_ours() {
    local libraries
    started "$@"
    [ "$status" = 0 ] || fail "$*: status $status: $(cat "$work/err")"
    libraries=$(sed -n 's/^library //p' "$work/out" | sort -u)
    grep -qx "$LIBDIR/libevent_rs.so" <<<"$libraries" || fail "$*: ran on" "$libraries"
    if grep -v "^$LIBDIR/" <<<"$libraries"; then fail "$*: ran on" "$libraries"; fi
}

# refused STATUS TEXT ARG...: the program does not start, for this reason
refused() {
    started "${@:3}"
    [ "$status" = "$1" ] || fail "${*:3}: status $status: $(cat "$work/err")"
    [ ! -s "$work/out" ] || fail "${*:3}: printed $(cat "$work/out")"
    said "$2"
}

# said TEXT: in a line of what went to the standard error
said() { grep -qF -- "$1" "$work/err" || fail "\"$1\" is not in: $(cat "$work/err")"; }

test_of() { # TEST: the function for it
    "test_$1"
    fail "has no end"
}
