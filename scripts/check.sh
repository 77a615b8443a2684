#!/usr/bin/env bash
# Every test, all of them even after one fails, and totals at the end. Logs: target/check-logs.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/steps.sh
. scripts/steps.sh

scripts/deps.sh check
step build 600 scripts/build.sh
step format 60 cargo fmt --all --check
step clippy 300 cargo clippy --locked --workspace --all-targets --all-features -- -D warnings
step cargo-test 300 cargo test --locked --workspace
step fuzz 300 scripts/fuzz.sh --replay
step abi 120 c-tests/abi/check.sh "$STAGE/lib"
step install 120 scripts/check-install.sh
step c-tests 480 c-tests/run --stage "$STAGE"
step no-memory 120 c-tests/faults/run-alloc --stage "$STAGE" --places tag/ util/ listener/ http/server rpc/ ws/server
step failing-calls 120 c-tests/faults/run-calls --stage "$STAGE" --sample
step debian-examples 120 c-tests/debian-examples.sh "$STAGE"
step examples 120 c-tests/examples.sh "$STAGE"
step dns-dig 120 c-tests/dns-dig.sh "$STAGE"
step doc 120 c-tests/doc.sh "$STAGE"
step http-curl 120 c-tests/http-curl.sh "$STAGE"
step http-servers 120 c-tests/http-servers.sh "$STAGE"
step tls-peers 120 c-tests/tls-peers.sh "$STAGE"
step rpcgen 120 c-tests/rpcgen.sh "$STAGE"
step ws-python 240 c-tests/ws-python.sh "$STAGE"
step dns-unbound 120 c-tests/dns-unbound.sh "$STAGE"
step run-on-ours 120 c-tests/run-on-ours.sh "$STAGE"
step programs 400 scripts/check-programs.sh
step matrix 60 scripts/matrix.py --check
step benchmarks 60 bench/report --check
step package 400 c-tests/package.sh
# More of the same kind, where it is at hand; the project does not need it.
if [ -d ../shared ]; then
    step extra 240 scripts/check-extra.sh "$(realpath ../shared)"
fi
finish_steps
