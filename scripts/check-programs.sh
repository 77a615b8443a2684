#!/usr/bin/env bash
# Run every c-tests/programs/*.sh on the staged library, two at a time: a line for each, and totals.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

ended=$(mktemp)
trap 'rm -f "$ended"' EXIT
# shellcheck disable=SC2016
run='"$3" "$1"; case $? in 0) echo passed ;; 77) echo skipped ;; *) echo failed ;; esac >>"$2"'
find c-tests/programs -maxdepth 1 -name '*.sh' ! -name lib.sh | sort | xargs -P 2 -n 1 sh -c "$run" sh "$STAGE/lib" "$ended"

count() { grep -c "^$1$" "$ended" || true; }
echo "programs: $(count passed) passed, $(count failed) failed, $(count skipped) skipped"
[ "$(count failed)" = 0 ]
