#!/usr/bin/env bash
# fuzz.sh [--replay] [TARGET...]   run the fuzz targets
#
# libFuzzer with coverage and AddressSanitizer, from crates.io; it begins with the seeds, and what it finds stays in
# target/fuzz/TARGET. Each target runs for FUZZ_TIME seconds, or else FUZZ_RUNS times (200000). Inputs have at most
# FUZZ_MAX_LEN bytes (2048). FUZZ_PLAIN=1 leaves AddressSanitizer out, which is quicker.
#
# --replay is for `make check`: without libFuzzer, which takes long to compile, each target runs with its seeds and with
# FUZZ_RUNS inputs (3000, TLS 500) that are made of them, always the same ones.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
scripts/deps.sh fuzz

run=explore
if [ "${1:-}" = --replay ]; then
    run=replay
    shift
fi
targets=("$@")
if [ ${#targets[@]} = 0 ]; then
    targets=(evbuffer dns-codec dns-files dns-resolver http-texts http-server http-client ws-frames ws-session tags)
    targets+=(rpc-server rpc-client tls-openssl tls-mbedtls)
    # It takes long to compile, too.
    [ $run = replay ] || targets+=(tls-rustls)
fi

# The compiler's switches for instrumentation are not in its stable interface.
export RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$TARGET/fuzz RUSTFLAGS=
[ -n "${FUZZ_PLAIN:-}" ] || RUSTFLAGS+=" -Zsanitizer=address"
if [ $run = replay ]; then
    profile=debug build=(--no-default-features)
else
    profile=release build=(--release)
    RUSTFLAGS+=" -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4"
    RUSTFLAGS+=" -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table"
    RUSTFLAGS+=" -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"
fi
triple=$(rustc -vV | awk '$1 == "host:" {print $2}')
programs=$CARGO_TARGET_DIR/$triple/$profile
cargo build --quiet --locked --manifest-path fuzz/Cargo.toml --target "$triple" "${build[@]}"

# of_target KIND TARGET: its file in fuzz/KIND, which may be that of all whose names begin like its
of_target() {
    local file=fuzz/$1/$2
    [ -e "$file" ] || file=${file%%-*}
    [ ! -e "$file" ] || echo "$file"
}

# make_seeds TARGET DIRECTORY: a file of each line of the seeds
make_seeds() {
    local line n=0
    rm -rf "$2"
    mkdir -p "$2"
    while IFS= read -r line; do
        case $line in '' | '#'*) continue ;; esac
        n=$((n + 1))
        printf '%b' "$line" >"$2/$n"
    done <"$(of_target seeds "$1")"
}

# replay TARGET WORK: its last line is a summary
replay() {
    local runs=3000
    case $1 in tls-*) runs=500 ;; esac # a handshake takes its time
    "$programs/$1" "$2/seeds" "${FUZZ_RUNS:-$runs}" "$2/last-input"
}

# explore TARGET WORK: so is its
explore() {
    local options=(-max_len="${FUZZ_MAX_LEN:-2048}" -rss_limit_mb=4096 -artifact_prefix="$2/") dictionary
    if [ -n "${FUZZ_TIME:-}" ]; then
        options+=(-max_total_time="$FUZZ_TIME")
    else
        options+=(-runs="${FUZZ_RUNS:-200000}")
    fi
    dictionary=$(of_target dictionaries "$1")
    [ -z "$dictionary" ] || options+=(-dict="$dictionary")
    mkdir -p "$2/corpus"
    "$programs/$1" "${options[@]}" "$2/corpus" "$2/seeds" 2>&1 | awk '{print}
        /^Done/ {done = tolower($0)} {for (i = 1; i < NF; i++) if ($i == "cov:") places = $(i + 1)}
        END {print done ", " places " places reached"}'
}

passed=0 failed=0
for target in "${targets[@]}"; do
    work=$CARGO_TARGET_DIR/$target
    make_seeds "$target" "$work/seeds"
    if $run "$target" "$work" >"$work/log" 2>&1; then
        echo "ok $target: $(tail -n 1 "$work/log")"
        passed=$((passed + 1))
    else
        tail -n 40 "$work/log"
        echo "FAIL $target: see $work; $programs/$target FILE runs one input"
        failed=$((failed + 1))
    fi
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" = 0 ]
