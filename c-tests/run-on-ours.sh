#!/usr/bin/env bash
# What libevent-rs-run does: programs of Debian that really run on our library by it, and its own cases, each test a
# line of run-on-ours/*.sh.
#
#   c-tests/run-on-ours.sh [STAGE_DIR]
set -euo pipefail
stage=${1:+$(realpath "$1")}
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
stage=${stage:-$STAGE}
[ -x "$stage/bin/libevent-rs-run" ] || die "no libevent-rs-run in $stage/bin"
unset LD_LIBRARY_PATH LD_PRELOAD LIBEVENT_RS_LIB

passed=0
failed=0
skipped=0
# try COMMAND...: one test, which says how it went
try() {
    local status=0
    "$@" || status=$?
    case $status in
    0) passed=$((passed + 1)) ;;
    77) skipped=$((skipped + 1)) ;;
    *) failed=$((failed + 1)) ;;
    esac
}

for way in --path --preload; do
    RUN_ON_OURS=$way try c-tests/programs/memcached.sh "$stage/lib"
    for program in tmux transmission; do
        RUN_ON_OURS=$way try "c-tests/run-on-ours/$program.sh" "$stage/lib"
    done
done
for file in cases check; do
    while read -r test; do
        try "c-tests/run-on-ours/$file.sh" "$stage/lib" "$test"
    done < <(sed -n 's/^test_\([a-z_]*\)() {.*/\1/p' "c-tests/run-on-ours/$file.sh")
done
echo "run-on-ours: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
