#!/usr/bin/env bash
# What takes too long for every change: valgrind, sanitizers, Miri, the C tests many times over, faults, stress, servers that
# run for minutes, a browser, and more random operations.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/steps.sh
. scripts/steps.sh

scripts/deps.sh check-long
step valgrind 2400 c-tests/run --stage "$STAGE" --ours-only --valgrind
step address-sanitizer 1200 scripts/sanitize.sh address
step thread-sanitizer 1200 scripts/sanitize.sh thread
step c-tests-5-times 2400 c-tests/run --stage "$STAGE" --repeat 5
step no-memory 3600 c-tests/faults/run-alloc --stage "$STAGE" --most 10
step failing-calls 600 c-tests/faults/run-calls --stage "$STAGE"
step stress 1200 env STRESS_TIMES=50 c-tests/run --stage "$STAGE" threads/churn threads/buffers threads/bufferevent threads/servers
step long 1200 c-tests/long.sh "$STAGE"
step random-buffers 300 env RANDOM_OPERATIONS=10000000 c-tests/run --stage "$STAGE" random/buffer
step firefox 90 c-tests/programs/long/firefox.sh "$STAGE/lib"
step fuzz 1800 env FUZZ_TIME=60 scripts/fuzz.sh
# Miri knows enough system calls for a base and its loop.
if cargo +nightly miri --version >/dev/null 2>&1; then
    step miri 1800 env MIRIFLAGS=-Zmiri-disable-isolation CARGO_TARGET_DIR="$TARGET/miri" \
        cargo +nightly miri test --locked --lib
else
    echo "miri               left out: install it with rustup toolchain install nightly -c miri,rust-src"
fi
finish_steps
