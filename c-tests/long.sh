#!/usr/bin/env bash
# Runs the tests of c-tests/long for long, on our library, all at the same time, and shows their figures.
#
#   c-tests/long.sh [STAGE_DIR [NAME...]]      LONG_SECONDS (600 at most) each, LONG_CONNECTIONS (10000) at once
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"

stage=$(realpath "${1:-$STAGE}")
export LONG_SECONDS=${LONG_SECONDS:-600} LONG_CONNECTIONS=${LONG_CONNECTIONS:-10000}
[ "$LONG_SECONDS" -le 600 ] || die "LONG_SECONDS is 600 at most"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
names=(c-tests/long/*.c)
[ $# -lt 2 ] || names=("${@:2}")
names=("${names[@]##*/}")
names=("${names[@]%.c}")
for name in "${names[@]}"; do
    gcc -std=gnu11 -g -pthread -rdynamic -I c-tests -I "$stage/include" "c-tests/long/$name.c" -L "$stage/lib" -levent -levent_pthreads \
        -o "$work/$name"
done
declare -A pids
for name in "${names[@]}"; do
    # What malloc keeps for each thread would count as used.
    GLIBC_TUNABLES=glibc.malloc.tcache_count=0 LD_LIBRARY_PATH=$stage/lib timeout $((LONG_SECONDS + 200)) "$work/$name" >"$work/$name.out" 2>&1 &
    pids[$name]=$!
done
passed=0
failed=0
for name in "${names[@]}"; do
    if wait "${pids[$name]}"; then
        passed=$((passed + 1))
        sed 's/^/ok /' "$work/$name.out"
    else
        failed=$((failed + 1))
        sed "s/^/FAIL long\/$name: /" "$work/$name.out"
        echo "FAIL long/$name"
    fi
done
echo "long: $passed passed, $failed failed"
[ "$failed" = 0 ]
