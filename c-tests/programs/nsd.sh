#!/usr/bin/env bash
# program: /usr/sbin/nsd
# covers: a new event base after fork, event_set and event_base_set, signals, UDP and TCP events, timeouts
#
# Servers that are forked, and forked anew by SIGHUP, each with a base of its own; accepting that is paused
# and resumed; timeouts of TCP connections; a process that keeps zones up to date with its primary server.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

RECORDS=3000
free_ports 2
primary=${ports[0]} secondary=${ports[1]}

# zone SERIAL ADDRESS: the zone big.lab, in whose next version www has another address.
zone() {
    # shellcheck disable=SC2016
    echo '$TTL 60'
    printf '@ SOA ns.big.lab. h.big.lab. %s 3600 1 3600 60\n@ NS ns\nns A 127.0.0.1\nwww A %s\n' "$1" "$2"
    awk -v count=$RECORDS 'BEGIN {for (i = 0; i < count; i++) print "h" i " A 10.1." int(i / 256) "." i % 256}'
}
# configure NAME PORT OPTION OPTION: a server, with these options for the zone.
configure() {
    mkdir "$work/$1"
    cat >"$work/$1/nsd.conf" <<EOF
server:
    ip-address: 127.0.0.1@$2
    server-count: 2
    username: ""
    zonesdir: "$work/$1"
    database: ""
    zonelistfile: "$work/$1/zone.list"
    xfrdfile: "$work/$1/xfrd.state"
    xfrdir: "$work/$1"
    pidfile: ""
    tcp-count: 20
    tcp-timeout: 2
    minimal-responses: yes
    xfrd-reload-timeout: 0
remote-control:
    control-enable: no
zone:
    name: big.lab
    zonefile: big.lab.zone
    $3
    $4
EOF
}
# says PORT ADDRESS: the server at that port has that address of www.big.lab.
# shellcheck disable=SC2317 # called by wait_for
says() { [ "$(dig +time=1 +tries=1 +short -p "$1" @127.0.0.1 www.big.lab)" = "$2" ]; }

configure primary "$primary" "notify: 127.0.0.1@$secondary NOKEY" "provide-xfr: 127.0.0.1 NOKEY"
configure secondary "$secondary" "request-xfr: AXFR 127.0.0.1@$primary NOKEY" "allow-notify: 127.0.0.1 NOKEY"
zone 1 192.0.2.1 >"$work/primary/big.lab.zone"
start primary.log on_lib /usr/sbin/nsd -d -c "$work/primary/nsd.conf"
first=$pid
wait_for 10 says "$primary" 192.0.2.1 || fail "no answer: $(tail -n 1 "$work/primary.log")"
start secondary.log on_lib /usr/sbin/nsd -d -c "$work/secondary/nsd.conf"
second=$pid
wait_for 10 says "$secondary" 192.0.2.1 || fail "the secondary has no zone: $(tail -n 1 "$work/secondary.log")"
expect_family_mapped "$first"
expect_family_mapped "$second"

client python3 "$here/nsd.py" "$primary" $RECORDS

# The zone is read again by servers that are forked anew, and its secondary is told.
for serial in {2..4}; do
    zone "$serial" "192.0.2.$serial" >"$work/primary/big.lab.zone"
    kill -HUP "$first"
    wait_for 8 says "$primary" "192.0.2.$serial" || fail "SIGHUP: version $serial is not served"
    wait_for 8 says "$secondary" "192.0.2.$serial" || fail "version $serial does not reach the secondary"
done
kill -USR1 "$first"
wait_for 5 grep -q 'XSTATS' "$work/primary.log" || fail "SIGUSR1: no statistics"
expect_family_mapped "$first"
expect_family_mapped "$second"

forked=$(family "$first" | wc -l)
[ "$forked" -ge 4 ] || fail "only $forked processes"
kill -TERM "$first" "$second"
wait_for 5 gone "$first" || fail "SIGTERM does not stop it"
wait_for 5 gone "$second" || fail "SIGTERM does not stop the secondary"
ok "$forked processes, $result, 3 new versions to the secondary"
