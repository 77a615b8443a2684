# shellcheck shell=bash disable=SC2034
# Sourced by the tests beside it, which run programs of Debian and print one line each:
#
#   NAME.sh [LIBDIR]    "ok NAME: ...", "FAIL NAME: ..." or "skip NAME: ..."
#
# With LIBDIR the program under test runs on the libevent in that directory, without on the system's,
# which must pass too. With RUN_ON_OURS=--path or --preload it is libevent-rs-run that leads it there.
# Everything binds 127.0.0.1, is bounded in time, and is ended by its PID.
set -euo pipefail
NAME=$(basename "$0" .sh)
LIBDIR=${1:+$(realpath "$1")}

if [ -z "${PROGRAM_TEST_BOUNDED:-}" ]; then
    export PROGRAM_TEST_BOUNDED=yes
    status=0
    timeout -k 5 60 "$(realpath "$0")" "$@" </dev/null || status=$?
    case $status in
    124 | 137) echo "FAIL $NAME: not done after 60 seconds" ;;
    esac
    exit "$status"
fi

here=$(dirname "$(realpath "$0")")
# shellcheck source=scripts/common.sh
. "$here/../../scripts/common.sh"
work=$(mktemp -d)
chmod 755 "$work"
pids=()
verdict="FAIL $NAME: stopped early"

finish() {
    local pid
    trap - EXIT
    for pid in "${pids[@]}"; do stop "$pid"; done 2>/dev/null
    rm -rf "$work"
    echo "$verdict"
    [[ $verdict != FAIL* ]]
}
trap finish EXIT
trap 'exit 1' TERM INT

ok() {
    verdict="ok $NAME: $*"
    exit 0
}
fail() {
    verdict="FAIL $NAME: $(tr '\n' ' ' <<<"$*")"
    exit 1
}
skip() {
    verdict="skip $NAME: $*"
    exit 77
}

# start LOG COMMAND...: in the background, its process in $pid.
start() {
    local log=$work/$1
    shift
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    pids+=("$pid")
}
# on_lib COMMAND...: become the program under test, on the libevent that is asked for.
on_lib() {
    if [ -n "${RUN_ON_OURS:-}" ]; then exec "$LIBDIR/../bin/libevent-rs-run" "$RUN_ON_OURS" "$@"; fi
    if [ -n "$LIBDIR" ]; then export LD_LIBRARY_PATH=$LIBDIR; fi
    exec "$@"
}

# expect_mapped PID: the process has mapped that libevent, and no other.
expect_mapped() {
    local mapped wanted=/
    mapped=$(mapped_libevent "$1")
    [ -n "$mapped" ] || fail "process $1 has no libevent mapped"
    if [ -n "$LIBDIR" ]; then wanted=$LIBDIR/; fi
    if grep -qv "^$wanted" <<<"$mapped"; then fail "process $1 has mapped" "$mapped"; fi
}

gone() { ! kill -0 "$1" 2>/dev/null; }
