#!/usr/bin/env bash
# Asks a real server, Debian's unbound on the loopback interface, for records of every type with
# examples-c/dns-lookup, on our library.
#
#   c-tests/dns-unbound.sh [STAGE_DIR]
set -euo pipefail
# shellcheck source=c-tests/examples-lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/examples-lib.sh"
PATH=$PATH:/usr/sbin

start_server() {
    local tries
    for tries in {1..5}; do
        port=$((20000 + RANDOM % 10000))
        cat >"$work/unbound.conf" <<END
server:
    interface: 127.0.0.1
    port: $port
    do-ip6: no
    username: ""
    chroot: ""
    directory: "$work"
    pidfile: "$work/unbound.pid"
    use-syslog: no
    verbosity: 1
    do-daemonize: no
    num-threads: 1
    minimal-responses: yes
    local-zone: "lab." static
    local-data: "lab. 300 IN SOA ns.lab. admin.lab. 7 3600 600 86400 60"
    local-data: "lab. 300 IN NS ns.lab."
    local-data: "www.lab. 300 IN A 192.0.2.1"
    local-data: "www.lab. 300 IN AAAA 2001:db8::1"
    local-data: "lab. 300 IN MX 10 mail.lab."
    local-data: 'text.lab. 300 IN TXT "one" "two words"'
    local-data: "_x._tcp.lab. 300 IN SRV 1 2 8080 www.lab."
    local-data: 'lab. 300 IN CAA 128 issue "ca.example"'
    local-data: 'odd.lab. 300 IN TYPE65280 \# 3 010203'
    local-data-ptr: "192.0.2.1 300 www.lab"
    local-zone: "2.0.192.in-addr.arpa." transparent
$(for i in {1..200}; do echo "    local-data: \"big.lab. 300 IN A 10.0.0.$i\""; done)
END
        env -u LD_LIBRARY_PATH unbound -d -c "$work/unbound.conf" >"$work/unbound.log" 2>&1 </dev/null &
        server=$!
        pids+=("$server")
        wait_for 10 answers_or_ended
        ended "$server" || return 0
    done
    cat "$work/unbound.log"
    return 1
}
answers_or_ended() { ended "$server" || [ -n "$(dig @127.0.0.1 -p "$port" +short +time=1 +tries=1 www.lab)" ]; }

# look_up WANTED TYPE NAME...: what there is, sorted, joined by commas
look_up() {
    local wanted=$1 said
    shift
    said=$(timeout 20 "$work/dns-lookup" "127.0.0.1:$port" "$@" | sort | paste -sd,)
    [ "$said" = "$wanted" ] || { echo "$*: $said"; return 1; }
}

# More than fits a datagram, so that it comes by TCP.
big() {
    local n
    n=$(timeout 20 "$work/dns-lookup" "127.0.0.1:$port" a big.lab | grep -c '^big.lab 300 A 10.0.0.[0-9]*$')
    [ "$n" = 200 ] || { echo "$n addresses"; return 1; }
}

if ! command -v unbound >/dev/null || ! command -v dig >/dev/null; then
    echo "no unbound, or no dig"
    echo "dns-unbound: 0 passed, 0 failed, 1 skipped"
    exit 0
fi
try "dns-lookup compiles" compile dns-lookup
try "unbound starts" start_server
try A look_up "www.lab 300 A 192.0.2.1" a www.lab
try AAAA look_up "WWW.lab 300 AAAA 2001:db8::1" AAAA WWW.lab
try MX look_up "lab 300 MX 10 mail.lab" mx lab.
try TXT look_up 'text.lab 300 TXT "one" "two words"' txt text.lab
try SRV look_up "_x._tcp.lab 300 SRV 1 2 8080 www.lab" srv _x._tcp.lab
try SOA look_up "lab 300 SOA ns.lab admin.lab 7 3600 600 86400 60" soa lab
try NS look_up "lab 300 NS ns.lab" ns lab
try CAA look_up 'lab 300 CAA 128 issue "ca.example"' caa lab
try PTR look_up "1.2.0.192.in-addr.arpa 300 PTR www.lab" ptr 1.2.0.192.in-addr.arpa
try "an unknown type" look_up "odd.lab 300 type 65280, 3 bytes" 65280 odd.lab
try "several names" look_up "text.lab: no records in the reply,www.lab 300 A 192.0.2.1" a www.lab text.lab
try NXDOMAIN look_up "nothing.lab: name does not exist" mx nothing.lab
try "no name" look_up "a..b: not a name" mx a..b
try "much, by TCP" big
echo "dns-unbound: $passed passed, $failed failed"
[ "$failed" = 0 ]
