#!/usr/bin/env bash
# sanitize.sh address|thread [NAME...]   the C tests whose AREA/NAME contains a NAME, or all, under a sanitizer
#
# The libraries, in target/sanitize-*, and the tests are built for it, and the former check their own assumptions too.
# The standard library is as it came; what of it is generic or inlined is compiled with the rest. AddressSanitizer
# also looks for leaks. A test that cannot run so says why in a comment: sanitizers.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

kind=${1:-}
case $kind in
address) runtime=asan ;;
thread) runtime=tsan ;;
*)
    sed -n '2s/^# //p' "$0"
    exit 2
    ;;
esac
scripts/deps.sh sanitize

# The compiler's switch is not in its stable interface.
export RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Zsanitizer=$kind -Cunsafe-allow-abi-mismatch=sanitizer -Cforce-frame-pointers=yes"
CARGO_BUILD_TARGET=$(rustc -vV | awk '$1 == "host:" {print $2}')
export CARGO_BUILD_TARGET CARGO_TARGET_DIR=$ROOT/target/sanitize-$kind
export STAGE=$CARGO_TARGET_DIR/stage "CFLAGS_${CARGO_BUILD_TARGET//-/_}=-fsanitize=$kind"
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
export CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS=true CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS=true
scripts/build.sh
ln -s "$(rustc --print sysroot)/lib/rustlib/$CARGO_BUILD_TARGET/lib"/librustc-*_rt."$runtime".a \
    "$STAGE/lib/libsanitizer.a"

c-tests/run --sanitizer "$kind" "${@:2}"
