#!/usr/bin/env bash
# fuzz.sh [TARGET...]   run the fuzz targets, each FUZZ_RUNS times (200000 unless given)
#
# libFuzzer with coverage and AddressSanitizer, from crates.io; what it finds stays in target/fuzz/TARGET. Inputs have
# at most FUZZ_MAX_LEN bytes (2048). FUZZ_PLAIN=1 leaves AddressSanitizer out, which is quicker.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
scripts/deps.sh fuzz

runs=${FUZZ_RUNS:-200000}
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(dns-codec dns-files dns-resolver http-texts http-server http-client ws-frames tags)

# The compiler's switches for instrumentation are not in its stable interface.
export RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$PWD/target/fuzz
RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4"
RUSTFLAGS+=" -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table"
RUSTFLAGS+=" -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"
[ -n "${FUZZ_PLAIN:-}" ] || RUSTFLAGS+=" -Zsanitizer=address"
export RUSTFLAGS
triple=$(rustc -vV | awk '$1 == "host:" {print $2}')
cargo build --quiet --release --manifest-path fuzz/Cargo.toml --target "$triple"

for target in "${targets[@]}"; do
    work=target/fuzz/$target
    mkdir -p "$work/corpus"
    log=$work/log
    if "target/fuzz/$triple/release/$target" -runs="$runs" -max_len="${FUZZ_MAX_LEN:-2048}" -rss_limit_mb=4096 \
        -artifact_prefix="$work/" "$work/corpus" >"$log" 2>&1; then
        awk -v target="$target" '/^Done/ {done = $0} /cov:/ {for (i = 1; i < NF; i++) if ($i == "cov:") cov = $(i + 1)}
            END {printf "fuzz %s: %s, %d places reached\n", target, tolower(done), cov}' "$log"
    else
        tail -n 40 "$log"
        echo "fuzz $target: FAILED, see $log"
        exit 1
    fi
done
