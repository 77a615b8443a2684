#!/usr/bin/env bash
# program: /usr/sbin/inetd
# covers: event_init, event_set, event_dispatch, SIGCHLD and SIGHUP events, events of children after fork
#
# Starts a program for each connection, or for a datagram, and then does not look at the socket before that
# program has ended.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 3
read -r tcp udp _ <<<"${ports[*]}"
me=$(id -un)
cat >"$work/answer" <<'EOF'
#!/bin/sh
# one datagram at a time is taken from the socket that is our input, and answered
exec python3 -c 'import socket; s = socket.socket(fileno=0); d, a = s.recvfrom(100); s.sendto(d.upper(), a)'
EOF
chmod 755 "$work/answer"
cat >"$work/inetd.conf" <<EOF
127.0.0.1:$tcp stream tcp nowait.10000 $me /bin/cat cat
127.0.0.1:$udp dgram udp wait.10000 $me $work/answer answer
EOF
start log on_lib /usr/sbin/inetd -i "$work/inetd.conf"
wait_for 10 listens "$tcp" || fail "does not listen: $(tail -n 1 "$work/log")"
expect_mapped "$pid"
client python3 "$here/inetd.py" "$pid" "$work/inetd.conf" "$me" "${ports[@]}"
expect_mapped "$pid"
# shellcheck disable=SC2317 # called by wait_for
childless() { [ "$(family "$pid")" = "$pid" ]; }
wait_for 5 childless || fail "children are left"
kill -TERM "$pid"
wait_for 5 gone "$pid" || fail "SIGTERM does not stop it"
ok "$result"
