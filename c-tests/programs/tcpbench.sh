#!/usr/bin/env bash
# program: /usr/bin/tcpbench
# covers: event core of old, timers, as a client and as a server
#
# tcpbench, which measures a network: a server and a client on the old interface, with timers for what they print
# and for the end. By TCP with eight connections, and by UDP.
network=own # its server listens everywhere
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 2
start tcp.log on_lib tcpbench -4 -s -r 500 -p "${ports[0]}"
tcp=$pid
wait_for 10 listens "${ports[0]}" || fail "does not listen: $(cat "$work/tcp.log")"
expect_mapped "$tcp"
once_on_lib tcpbench -4 -n 8 -t 2 -r 500 -p "${ports[0]}" 127.0.0.1
grep -qE '^Conn: +8 Mbps: +[0-9.]{4,}' "$work/once" || fail "TCP: $(tail -n 1 "$work/once")"
[ "$(grep -cE '^ +[0-9]+ +[0-9]{5,} ' "$work/once")" -ge 16 ] || fail "few lines: $(cat "$work/once")"
speed=$(sed -n 's/.*Avg Mbps: *//p' "$work/once" | tail -n 1)
grep -qE '^Conn: +8 Mbps: +[0-9.]{4,}' "$work/tcp.log" || fail "the server: $(tail -n 1 "$work/tcp.log")"

start udp.log on_lib tcpbench -4 -u -s -r 300 -p "${ports[1]}"
udp=$pid
wait_for 10 has_udp "${ports[1]}" || fail "no UDP socket: $(cat "$work/udp.log")"
once_on_lib tcpbench -4 -u -t 2 -r 300 -p "${ports[1]}" 127.0.0.1
# shellcheck disable=SC2317 # called by wait_for
arrived() { grep -qE 'PPS: +[1-9]' "$work/udp.log"; }
wait_for 5 arrived || fail "UDP: $(tail -n 1 "$work/udp.log")"
for pid in "$tcp" "$udp"; do
    expect_mapped "$pid"
    kill -TERM "$pid"
    wait_for 5 gone "$pid" || fail "SIGTERM does not stop it"
done
ok "8 connections, ${speed%.*} Mbit/s each, and UDP"
