#!/usr/bin/env bash
# program: /usr/sbin/dnsproxy
# covers: event core of old (event_init, event_set, event_dispatch), thousands of timers, signals
#
# dnsproxy, which hands questions on to one name server or another: events of the old interface, and a timer for
# each question that is under way.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 3
cat >"$work/conf" <<EOF
listen 127.0.0.1
port ${ports[0]}
authoritative 127.0.0.1
authoritative-port ${ports[1]}
authoritative-timeout 1
recursive 127.0.0.1
recursive-port ${ports[2]}
recursive-timeout 10
internal 127.0.0.1
statistics 1
chroot $work
user $(id -un)
EOF
start log on_lib /usr/sbin/dnsproxy -c "$work/conf"
wait_for 10 has_udp "${ports[0]}" || fail "no socket: $(cat "$work/log")"
expect_mapped "$pid"
client python3 "$here/dnsproxy.py" "${ports[@]}" "$work/log"
expect_mapped "$pid"
kill -TERM "$pid"
wait_for 5 gone "$pid" || fail "SIGTERM does not stop it"
ok "$result"
