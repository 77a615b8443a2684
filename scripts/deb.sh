#!/usr/bin/env bash
# Make Debian packages of what is staged, in target/deb; docs/debian.md tells which, and why they are so.
# scripts/deb has what is the same in every version: control, with descriptions and dependencies, and for
# each library what programs packaged with our headers depend on. The same commit gives the same packages.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
scripts/deps.sh deb
[ -d "$STAGE" ] || die "run make first: the packages are made of $STAGE"
umask 022
export LC_ALL=C

upstream=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
version=$upstream-1
# The libevent whose programs run on this one. Debian's packages have no epoch; ours are told from them by it.
libevent=2.1.12-stable
provided=1:$libevent
: "${SOURCE_DATE_EPOCH:=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y Cargo.toml)}"
export SOURCE_DATE_EPOCH
lib=usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
whole=$work/whole

# take PACKAGE FILE...: these files below $whole go to that package.
take() {
    local package=$1 file
    shift
    for file in "$@"; do
        mkdir -p "$work/$package/$(dirname "$file")"
        mv "$whole/$file" "$work/$package/$file"
    done
}

# Debug information goes where debuggers look for a build-id.
take_debug() {
    local file id place
    for file in "$whole/$lib/.debug"/*; do
        id=$(readelf --notes "$file" | sed -n 's/.*Build ID: //p')
        [ -n "$id" ] || die "$(basename "$file") has no build-id"
        place=$work/libevent-rs-dbgsym/usr/lib/debug/.build-id/${id:0:2}
        mkdir -p "$place"
        mv "$file" "$place/${id:2}.debug"
    done
    rmdir "$whole/$lib/.debug"
}

# symbols PACKAGE SONAME ORIGINAL: what a program depends on that uses a function. Those of libevent 2.1
# are in either library; for the others it must be ours.
symbols() {
    echo "$2 $3 #MINVER#"
    echo "| $1 #MINVER#"
    readelf --dyn-syms --wide "$work/$1/$lib/$2" | awk '$5 == "GLOBAL" && $7 != "UND" && $8 != "" {print $8}' | sort |
        awk -v in_2_1="$libevent" -v ours="$upstream 1" '
            NR == FNR {old[$1]; next}
            {print " " $1 "@Base", $1 in old ? in_2_1 : ours}' \
            <(awk -F'\t' '/^# 2\.2/ {exit} /^function/ {print $3}' c-tests/abi/functions.list) -
}

# library PACKAGE: what dpkg wants to know of the libraries in it
library() {
    local control=$work/$1/DEBIAN
    mkdir -p "$control"
    cp "scripts/deb/$1.shlibs" "$control/shlibs"
    echo "activate-noawait ldconfig" >"$control/triggers"
}

# The licences of the project and of the crates that are compiled into it.
copyright() {
    local crate licence file
    echo "libevent_rs, made by the libevent-rs developers:"
    sed "s/^/    /" LICENSE
    echo "The libraries contain parts of Rust's standard library (MIT or Apache-2.0), and of these crates:"
    cargo tree --locked --workspace --edges normal --no-dedupe --prefix none --format '{p}|{l}' 2>/dev/null |
        sed -E 's/ v([^ |]*)[^|]*/-\1/' | grep -v '^libevent\|^$' | sort -u |
        while IFS="|" read -r crate licence; do
            printf '\n%s: %s\n' "$crate" "$licence"
            for file in "${CARGO_HOME:-$HOME/.cargo}/registry/src"/*/"$crate"/LICENSE*; do
                if grep -q "Apache License" "$file"; then
                    echo "    Apache-2.0 is in /usr/share/common-licenses."
                else
                    sed "s/^/    /" "$file"
                fi
            done
        done
}

documents() { # PACKAGE
    local doc=$work/$1/usr/share/doc/$1
    mkdir -p "$doc"
    cp "$work/copyright" "$doc"
    gzip -9nc CHANGELOG.md >"$doc/changelog.gz"
    gzip -9nc "$work/debian/changelog" >"$doc/changelog.Debian.gz"
}

build() { # PACKAGE
    local package=$1 root=$work/$1 programs
    mkdir -p "$root/DEBIAN"
    documents "$package"
    find "$root" -type f ! -path '*/bin/*' -exec chmod 644 {} +
    # The shims, which are smaller, have nothing in them that depends on something.
    mapfile -t programs < <(find "$root/usr" -type f -size +8k \( -name '*.so*' -o -path '*/bin/*' \))
    cd "$work"
    : >substvars
    if [ ${#programs[@]} != 0 ]; then
        # libevent is looked for in our package, not on this machine; the control file says what is needed of it.
        dpkg-shlibdeps "-S$work/libevent-rs" -xlibevent-2.1-7 -Tsubstvars "${programs[@]}"
    fi
    dpkg-gencontrol "-p$package" "-P$root" -ffiles -Tsubstvars "-Vprovided=$provided"
    (cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
    dpkg-deb --root-owner-group --build "$root" out
    cd "$ROOT"
}

mkdir -p "$work/debian" "$work/out"
cp scripts/deb/control "$work/debian"
cat >"$work/debian/changelog" <<END
libevent-rs ($version) unstable; urgency=medium

  * Packages of libevent_rs $upstream; changelog.gz tells what is new in it.

 -- $(sed -n 's/^Maintainer: //p' scripts/deb/control)  $(date -Rud "@$SOURCE_DATE_EPOCH")
END
copyright >"$work/copyright"
DESTDIR=$whole PREFIX=/usr LIBDIR=/$lib INCLUDEDIR=/usr/include BINDIR=/usr/bin scripts/install.sh >/dev/null

take libevent-rs "$lib/libevent_rs.so" "$lib/libevent$SONAME_SUFFIX"
library libevent-rs
for name in "${SPLIT_LIBS[@]}"; do take libevent-rs "$lib/libevent_$name$SONAME_SUFFIX"; done
symbols libevent-rs "libevent$SONAME_SUFFIX" libevent-2.1-7 >"$work/libevent-rs/DEBIAN/symbols"
for name in "${TLS_LIBS[@]}"; do
    take "libevent-rs-$name" "$lib/libevent_$name$SONAME_SUFFIX"
    library "libevent-rs-$name"
done
symbols libevent-rs-openssl "libevent_openssl$SONAME_SUFFIX" libevent-openssl-2.1-7 >"$work/libevent-rs-openssl/DEBIAN/symbols"
take_debug
mv "$whole" "$work/libevent-rs-dev"
man=$work/libevent-rs-dev/usr/share/man/man1
mkdir -p "$man"
for page in docs/man/*.1; do gzip -9nc "$page" >"$man/${page##*/}.gz"; done

mapfile -t packages < <(sed -n 's/^Package: //p' scripts/deb/control)
for package in "${packages[@]}"; do build "$package" >/dev/null; done
rm -rf "$TARGET/deb"
cp -R "$work/out" "$TARGET/deb"
ls "$TARGET/deb"
