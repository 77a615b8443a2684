#!/usr/bin/env bash
# The Debian packages of scripts/deb.sh, on a small Debian that is made for it: they take the place of libevent's
# packages, programs work on them, programs can be made with them, and the originals come back.
#
#   c-tests/package.sh
#
# Needs root and Debian's mirror; nothing of the machine itself is changed.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"

skip() {
    echo "skipped: $*"
    echo "package: 0 passed, 0 failed, 1 skipped"
    exit 0
}

# All of it happens where mounts and processes end with the first process.
if [ -z "${PACKAGE_TEST_INSIDE:-}" ]; then
    [ "$(id -u)" = 0 ] || skip "only root can make a Debian to install packages on"
    [ "$(. /etc/os-release && echo "$ID")" = debian ] || skip "this is not Debian"
    unshare --mount --pid --fork true 2>/dev/null || skip "unshare(1) is not allowed here"
    scripts/deps.sh package
    work=$(mktemp -d)
    trap 'rm -rf --one-file-system "$work"' EXIT
    PACKAGE_TEST_INSIDE=$work unshare --mount --pid --fork --kill-child --mount-proc "$0"
    exit
fi
work=$PACKAGE_TEST_INSIDE
trap 'exit 1' TERM INT
mount -t tmpfs tmpfs "$work"
export TMPDIR=$work
{ mknod "$work/null" c 1 3 && : >"$work/null"; } 2>/dev/null || skip "device files are not allowed here"

# shellcheck source=c-tests/package/chroot.sh
. c-tests/package/chroot.sh
# shellcheck source=c-tests/package/jobs.sh
. c-tests/package/jobs.sh

passed=0
failed=0
# try NAME COMMAND...: one test, with the end of what the command says when it fails.
try() {
    local name=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        passed=$((passed + 1))
        echo "ok $name"
        return
    fi
    failed=$((failed + 1))
    echo "FAIL $name"
    tail -n 15 "$work/said" | sed 's/^/    /'
    if grep -qE 'Failed to fetch|Could not resolve|Temporary failure|Failed getting release' "$work/said"; then
        echo "    $mirror, from where packages come, does not answer: this says nothing about ours"
    fi
}
# must NAME COMMAND...: the same for what the rest cannot do without
must() {
    local before=$failed
    try "$@"
    [ "$failed" = "$before" ] || { totals; exit 1; }
}
totals() {
    echo "package: $passed passed, $failed failed"
    [ "$failed" = 0 ]
}

originals=(libevent{,-core,-extra,-openssl,-pthreads}-2.1-7)
ours=(libevent-rs{,-openssl,-mbedtls,-rustls,-dev})

# ---- the packages themselves ----
make_debs() {
    scripts/deb.sh && version=$(dpkg-deb -f "$TARGET"/deb/libevent-rs_*.deb Version)_$(dpkg --print-architecture)
}
same_again() {
    cp -R "$TARGET/deb" "$work/first" && scripts/deb.sh && diff -r "$work/first" "$TARGET/deb"
}
# What a program that calls FUNCTION would depend on, if it were packaged with our headers.
depends() { # FUNCTION WANTED
    local said
    mkdir -p "$work/unpacked/debian"
    dpkg-deb -R "$TARGET/deb/libevent-rs_$version.deb" "$work/unpacked/libevent-rs" || return 1
    said=$(cd "$work/unpacked" && echo "Source: test" >debian/control &&
        echo "void $1(void); int main(void) {$1(); return 0;}" >program.c &&
        gcc -o program program.c libevent-rs/usr/lib/*/libevent_rs.so &&
        dpkg-shlibdeps -Slibevent-rs -xlibc6 -O program) || { echo "$said"; return 1; }
    rm -r "$work/unpacked"
    [ "$said" = "shlibs:Depends=$2" ] || { echo "$said"; return 1; }
}

# ---- changes of what is installed ----
replaced() { # PACKAGE...: by installing ours
    # shellcheck disable=SC2046 # file names without spaces
    apt install $(debs "$@") && only ours
}
still_there() {
    [ "$(installed "$@" | wc -l)" = $# ] || { echo "installed:" "$(installed "$@")"; return 1; }
}
list_files() {
    local package
    for package in "${ours[@]}"; do
        "${inside[@]}" dpkg -L "$package" || return 1
    done | grep -vx /. | sort -u >"$work/files"
}
# No file of ours is there but those that a package of now has too.
files_gone() {
    local file left=""
    while read -r file; do
        if { [ -e "$root$file" ] || [ -L "$root$file" ]; } && ! "${inside[@]}" dpkg -S "$file" >/dev/null; then
            echo "$file"
            left=yes
        fi
    done <"$work/files"
    [ -z "$left" ]
}
# dpkg by itself, which cannot take all originals away at once, must leave them as they are.
refused() {
    local said
    # shellcheck disable=SC2046 # file names without spaces
    ! said=$("${inside[@]}" dpkg -i $(debs libevent-rs libevent-rs-openssl) 2>&1) &&
        grep "conflicting packages" <<<"$said" && only originals && still_there "${originals[@]}"
}
upgrade() {
    local package
    mkdir "$root/next"
    for package in libevent-rs libevent-rs-openssl; do
        dpkg-deb -R "$root/deb/${package}_$version.deb" "$root/next/$package" &&
            sed -i "s/${version%_*}/&+next/" "$root/next/$package/DEBIAN/control" &&
            dpkg-deb --build "$root/next/$package" || return 1
    done
    apt install /next/libevent-rs.deb /next/libevent-rs-openssl.deb && only ours &&
        "${inside[@]}" dpkg -s libevent-rs | grep -x "Version: ${version%_*}+next"
}
# What apt would do by itself to bring the system up to date leaves libevent alone.
left_alone() {
    local said
    said=$(apt -s full-upgrade) && ! grep libevent <<<"$said"
}

must "make deb" make_debs
try "made again, the packages are the same" same_again
either="libevent-2.1-7 (>= 2.1.12-stable)"
try "packaged programs can run on either library" depends event_base_new "$either"
try "unless they use what only ours has" depends evwatch_free "$either, libevent-rs (>= ${version%%-*})"

mkdir -p "$cache"
must "a new Debian ($suite from $mirror)" new_root
must "memcached, tmux and coturn come with the originals" apt install memcached tmux coturn libevent-dev
must "which dpkg knows as such" only originals
must "ours take their place" replaced "${ours[@]}"
try "the programs stay" still_there memcached tmux coturn
for job in memcached tmux turnserver; do
    try "$job works on ours" works ours $job
done
must "gcc and pkg-config" apt install gcc libc6-dev pkg-config
try "a program compiles with ours" build_example
try "the program works on ours" works ours example

list_files
must "the originals come back" apt install "${originals[@]}"
try "and ours are gone" only originals
try "with all files" files_gone
try "the programs are still there" still_there memcached tmux coturn
for job in memcached tmux turnserver example; do
    try "$job works on the originals" works originals $job
done

try "dpkg alone leaves the originals whole" refused
must "apt takes the original TLS away" replaced libevent-rs
try "memcached works without it" works ours memcached
must "coturn then brings all originals back" apt install coturn
try "and takes ours away" only originals
try "our TLS, given as well, keeps coturn" replaced libevent-rs libevent-rs-openssl
try "turnserver works on it" works ours turnserver

must "another new Debian" new_root
must "only ours are there" replaced libevent-rs libevent-rs-openssl
must "transmission and coturn come on top" apt install transmission-daemon coturn
must "without the originals" only ours
try "turnserver works on ours" works ours turnserver
try "transmission works on ours" works ours transmission
try "upgrading the system leaves ours alone" left_alone
must "a newer version of ours" upgrade
try "transmission works on that" works ours transmission
totals
