#!/usr/bin/env bash
# deps.sh build|demo|deb|package|doc|check|check-long|bench|bench-count|fuzz|sanitize   install what the step needs, if it is missing
# deps.sh packages NAME...                    install these Debian packages, if they are missing
#
# Only Debian's apt is known, and only root can use it. Anyone else is told what is missing.
set -euo pipefail

# A command or file that must be there, and the Debian package that has it.
build=(gcc:gcc ld:binutils objcopy:binutils make:make /usr/include/stdio.h:libc6-dev
    /usr/include/openssl/ssl.h:libssl-dev /usr/include/mbedtls/ssl.h:libmbedtls-dev)
deb=(dpkg-shlibdeps:dpkg-dev readelf:binutils)
package=("${deb[@]}" debootstrap:debootstrap unshare:util-linux curl:curl openssl:openssl python3:python3 gcc:gcc)
demo=("${build[@]}" g++:g++ memcached:memcached memccat:libmemcached-tools
    unshare:util-linux ip:iproute2)
doc=(doxygen:doxygen python3:python3)
# What runs in c-tests/programs.
programs=(memcached:memcached /usr/sbin/unbound:unbound tmux:tmux tor:tor pgbouncer:pgbouncer /usr/lib/postgresql:postgresql turnserver:coturn
    sslsplit:sslsplit redsocks:redsocks nsd:nsd inetd:openbsd-inetd
    transmission-daemon:transmission-daemon transmission-remote:transmission-cli webdis:webdis redis-server:redis-server
    groonga:groonga-bin groonga-suggest-httpd:groonga-plugin-suggest gearmand:gearman-job-server gearman:gearman-tools
    memcaslap:libmemcached-tools links2:links2 lua5.1:lua5.1 /usr/share/lua/5.1/luaevent.lua:lua-event
    /usr/share/lua/5.1/socket.lua:lua-socket litecoin-cli:litecoind ustreamer:ustreamer remctl-shell:remctl-server
    fstrm_capture:fstrm-bin apt-cacher-ng:apt-cacher-ng lldpd:lldpd dnsproxy:dnsproxy tcpbench:tcpbench
    php:php8.2-cli /usr/lib/php/20220829/raphf.so:php8.2-raphf /usr/lib/php/20220829/http.so:php8.2-http)
check=("${build[@]}" "${doc[@]}" "${programs[@]}" mandoc:mandoc g++:g++ python3:python3 pkg-config:pkg-config cmake:cmake /usr/include/event2/event.h:libevent-dev
    dig:bind9-dnsutils curl:curl nginx:nginx-light unshare:util-linux ip:iproute2
    /usr/include/openssl/ssl.h:libssl-dev openssl:openssl setpriv:util-linux setcap:libcap2-bin)
long=("${check[@]}" valgrind:valgrind firefox-esr:firefox-esr)
fuzz=("${build[@]}" g++:g++)
sanitize=("${build[@]}" g++:g++ python3:python3 /usr/include/event2/event.h:libevent-dev openssl:openssl llvm-symbolizer:llvm)
bench=("${build[@]}" python3:python3 strace:strace /usr/include/event2/event.h:libevent-dev)
count=("${bench[@]}" valgrind:valgrind)

missing=""
look_for() { # COMMAND-OR-FILE:PACKAGE...
    local pair thing
    for pair in "$@"; do
        thing=${pair%%:*}
        case $thing in
        /*) [ -e "$thing" ] || missing="$missing ${pair#*:}" ;;
        *) command -v "$thing" >/dev/null || missing="$missing ${pair#*:}" ;;
        esac
    done
}

PATH=$PATH:/usr/sbin:/sbin
case ${1:-} in
build) look_for "${build[@]}" ;;
deb) look_for "${deb[@]}" ;;
package) look_for "${package[@]}" ;;
demo) look_for "${demo[@]}" ;;
doc) look_for "${doc[@]}" ;;
check) look_for "${check[@]}" ;;
check-long) look_for "${long[@]}" ;;
fuzz) look_for "${fuzz[@]}" ;;
sanitize) look_for "${sanitize[@]}" ;;
bench) look_for "${bench[@]}" ;;
bench-count) look_for "${count[@]}" ;;
packages)
    for package in "${@:2}"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    ;;
*)
    sed -n '2,3s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac

[ -n "$missing" ] || exit 0

mapfile -t packages < <(tr ' ' '\n' <<<"$missing" | sort -u | grep .)
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "deps.sh: please install (Debian's names of the packages): ${packages[*]}" >&2
    exit 1
fi

echo "installing: ${packages[*]}"
export DEBIAN_FRONTEND=noninteractive
# A package that is a daemon must not start one.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap 'rm -f $policy' EXIT
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
fi
install() {
    apt-get -o DPkg::Lock::Timeout=120 install -y -qq --no-install-recommends "${packages[@]}" >"$log" 2>&1
}
log=$(mktemp)
# The lists of packages may be absent or old on a fresh machine.
if ! install && ! { apt-get update -qq >"$log" 2>&1 && install; }; then
    tail -n 5 "$log" >&2
    rm -f "$log"
    exit 1
fi
rm -f "$log"
