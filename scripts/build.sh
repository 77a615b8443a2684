#!/usr/bin/env bash
# Build the library and lay it out in target/stage as libevent's packages would be:
#
#   lib/libevent_rs.so                            the library
#   lib/libevent-2.1.so.7                         the name that programs ask for
#   lib/libevent_{core,extra,pthreads}-2.1.so.7   shims that lead to it
#   lib/libevent_{openssl,mbedtls,rustls}-2.1.so.7 TLS, with a TLS library each
#   lib/libevent*.so, libevent*.a                 what -levent, -levent_core ... find
#   lib/pkgconfig, lib/cmake, lib/.debug, include
#   bin/event_rpcgen                              makes C of .rpc files
#   bin/libevent-rs-run                           runs a program on the library
#
# docs/linking.md tells why.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

command -v cargo >/dev/null || die "cargo is missing: install Rust 1.95 or newer, for example from rustup.rs"
scripts/deps.sh build

# The crate types are named because with an rlib among them cargo leaves out link-time optimisation.
export CARGO_TARGET_DIR=$TARGET
built=$TARGET/${CARGO_BUILD_TARGET:+$CARGO_BUILD_TARGET/}release
cargo rustc --release --locked --lib --crate-type cdylib,staticlib
# The providers of TLS find the library beside themselves.
for name in "${TLS_LIBS[@]}"; do
    cargo rustc --release --locked --package "libevent-$name" --lib --crate-type cdylib,staticlib -- \
        -C link-arg="$built/libevent_rs.so" -C link-arg=-Wl,--enable-new-dtags,-rpath,'$ORIGIN'
done

cargo build --release --locked --package libevent-rpcgen --package libevent-rs-run

# A new directory is filled and then put in place of the old one, so that a program that runs on the
# old one keeps it to its end.
new=$STAGE.new.$$
work=$(mktemp -d)
trap 'rm -rf "$new" "$work"' EXIT
mkdir -p "$new/lib/.debug" "$new/lib/pkgconfig" "$new/bin"
cp -R include "$new/include"
for name in event_rpcgen libevent-rs-run; do
    objcopy --strip-unneeded "$built/$name" "$new/bin/$name"
done
cd "$new/lib"

# ---- the shared libraries, their debug information split off ----
shared() { # BUILT NAME
    objcopy --only-keep-debug "$built/$1" ".debug/$2.debug"
    chmod -x ".debug/$2.debug"
    objcopy --strip-unneeded --remove-section=.llvmbc --remove-section=.llvmcmd "$built/$1" "$2"
    (cd .debug && objcopy --add-gnu-debuglink="$2.debug" "../$2")
}
library=libevent_rs.so
shared libevent_rs.so "$library"
for name in "${TLS_LIBS[@]}"; do
    shared "libevent_$name.so" "libevent_$name$SONAME_SUFFIX"
    ln -s "libevent_$name$SONAME_SUFFIX" "libevent_$name.so"
done
ln -s "$library" "libevent$SONAME_SUFFIX"
ln -s "$library" libevent.so

# ---- the shims ----
for name in "${SPLIT_LIBS[@]}"; do
    gcc -shared -nostdlib -s -o "libevent_$name$SONAME_SUFFIX" -x c /dev/null -x none \
        -Wl,-soname,"libevent_$name$SONAME_SUFFIX" -Wl,--enable-new-dtags,-rpath,"\$ORIGIN" \
        -Wl,--build-id=none -Wl,-z,noseparate-code -Wl,--no-as-needed "./$library"
    ln -s "$library" "libevent_$name.so"
done

# ---- the static libraries: one object in which only libevent's own names are global ----
static() { # BUILT SHARED NAME: the names that it exports are in $work/NAME.names
    readelf --dyn-syms --wide "$2" |
        awk '$5 == "GLOBAL" && $7 != "UND" && $8 != "" {print $8}' | sort -u >"$work/$3.names"
    [ -s "$work/$3.names" ] || die "$2 exports nothing"
    sed 's/^/-u /' "$work/$3.names" >"$work/roots"
    ld -r --gc-sections "@$work/roots" --whole-archive "$built/$1" -o "$work/all.o"
    objcopy --strip-unneeded --remove-section=.llvmbc --remove-section=.llvmcmd \
        --keep-global-symbols="$work/$3.names" "$work/all.o" "$work/$3.o"
    ar rcs "$3.a" "$work/$3.o"
}
static libevent_rs.a "$library" libevent_rs
ln -s libevent_rs.a libevent.a
for name in "${TLS_LIBS[@]}"; do
    static "libevent_$name.a" "libevent_$name$SONAME_SUFFIX" "libevent_$name"
done
for name in "${SPLIT_LIBS[@]}"; do
    ln -s libevent_rs.a "libevent_$name.a"
done

# ---- pkg-config and CMake; `make install` writes the final directories into these ----
mkdir cmake
cp -R "$ROOT/cmake" cmake/libevent
version=2.1.12-stable
pc() { # FILE DESCRIPTION REQUIRES LIBRARY [PRIVATE-LIBRARIES]
    cat >"pkgconfig/$1.pc" <<EOF
prefix=\${pcfiledir}/../..
exec_prefix=\${prefix}
libdir=\${prefix}/lib
includedir=\${prefix}/include

Name: $1
Description: $2
Version: $version
Requires: $3
Conflicts:
Libs: -L\${libdir} -l$4
Libs.private: ${5:--lpthread -ldl -lm}
Cflags: -I\${includedir}
EOF
}
pc libevent "libevent is an asynchronous notification event loop library" "" event
pc libevent_core libevent_core "" event_core
pc libevent_extra libevent_extra "" event_extra
pc libevent_pthreads "libevent_pthreads adds pthreads-based threading support to libevent" libevent event_pthreads
pc libevent_openssl "libevent_openssl adds openssl-based TLS support to libevent" libevent event_openssl "-lssl -lcrypto"
pc libevent_mbedtls "libevent_mbedtls adds mbedtls-based TLS support to libevent" libevent event_mbedtls \
    "-lmbedtls -lmbedx509 -lmbedcrypto"
pc libevent_rustls "libevent_rustls adds rustls-based TLS support to libevent" libevent event_rustls
# For who wants this library and no other libevent; the version is its own.
version=$(sed -n '/^version = /{s/.*"\(.*\)"/\1/p;q}' "$ROOT/Cargo.toml")
pc libevent_rs "libevent written anew in Rust" "" event_rs

if [ -e "$STAGE" ]; then mv "$STAGE" "$new.old"; fi
mv "$new" "$STAGE"
rm -rf "$new.old"
echo "staged $(cat "$work"/*.names | wc -l) functions in $STAGE"
