# shellcheck shell=bash
# Sourced by scripts that build programs of examples-c and drive them, with their arguments, [--system] [STAGE_DIR]:
# on our library or on the system's. Sets $work, a directory that goes at the end; the caller prints the totals.
set -euo pipefail
system=
[ "${1:-}" != --system ] || { system=yes; shift; }
stage=${1:+$(realpath "$1")}
[ "${2:-}" != --system ] || system=yes
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
stage=${stage:-$STAGE}
unset LD_LIBRARY_PATH
flags=()
if [ -z "$system" ]; then
    [ -e "$stage/lib/libevent$SONAME_SUFFIX" ] || die "no libevent$SONAME_SUFFIX in $stage/lib"
    flags=(-I"$stage/include" -L"$stage/lib")
    export LD_LIBRARY_PATH=$stage/lib
fi

work=$(mktemp -d)
pids=()
passed=0
failed=0

finish() {
    local p
    trap - EXIT
    for p in "${pids[@]}"; do stop "$p"; done 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' TERM INT

# try NAME COMMAND...: one test, with what the command says when it fails.
try() {
    local name=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name"
        cat "$work/said"
    fi
}

# compile NAME [LIBRARY...]: a program of examples-c
compile() {
    gcc -std=c99 -Wall -Wextra -Werror "${flags[@]}" -o "$work/$1" "examples-c/$1.c" \
        "${@:2}" -levent -levent_pthreads -pthread
}

# start LOG PROGRAM [ARG...]: its process in $pid.
start() {
    local log=$work/$1 program=$work/$2
    shift 2
    : >"$log"
    "$program" "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    pids+=("$pid")
}

says() { grep -q "$2" "$work/$1"; }
ended() { ! kill -0 "$1" 2>/dev/null; }

# on_right_library PID
on_right_library() {
    local mapped file
    mapped=$(mapped_libevent "$1")
    [ -n "$mapped" ] || { echo "no libevent mapped"; return 1; }
    for file in $mapped; do
        case $file in
        "$stage"/*) [ -z "$system" ] ;;
        *) [ -n "$system" ] ;;
        esac || { echo "mapped: $file"; return 1; }
    done
}

# ends PID STATUS
ends() {
    local status=0
    wait_for 10 ended "$1" || { echo "still runs"; return 1; }
    wait "$1" || status=$?
    [ "$status" = "$2" ] || { echo "exit status $status"; return 1; }
}
