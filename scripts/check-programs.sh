#!/usr/bin/env bash
# Run every c-tests/programs/*.sh on the staged library: a line for each, and totals.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

passed=0
failed=0
for test in c-tests/programs/*.sh; do
    [ "$(basename "$test")" != lib.sh ] || continue
    if "$test" "$STAGE/lib"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done
echo "programs: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
