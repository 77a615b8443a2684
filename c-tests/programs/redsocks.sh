#!/usr/bin/env bash
# program: /usr/sbin/redsocks
# covers: bufferevent_new, bufferevent_setfd, fields of struct bufferevent, watermarks, event_assign, UDP, signals
#
# Clients get to servers through proxies of four kinds. Bytes are passed on by hand, from buffer to buffer or by
# splice(2), with a close of one side at a time.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 6
read -r socks5 socks4 connect relay dns proxy <<<"${ports[*]}"
# section TYPE PORT SPLICE: take connections to that port to the proxy, as connections to that port; with splice(2)
# only their beginning goes through bufferevents.
section() {
    printf '%s\n' "redsocks {" "type = $1;" "local_ip = 127.0.0.1;" "local_port = $2;" "ip = 127.0.0.1;" \
        "port = $proxy;" "splice = $3;" 'login = "someone";' 'password = "secret";' "}"
}
{
    printf '%s\n' "base {" "log_info = on;" "log = stderr;" "daemon = off;" "redirector = generic;" "}"
    section socks5 "$socks5" off
    section socks4 "$socks4" on
    section http-connect "$connect" on
    section http-relay "$relay" off
    printf '%s\n' "dnstc {" "local_ip = 127.0.0.1;" "local_port = $dns;" "}"
} >"$work/redsocks.conf"
start log on_lib /usr/sbin/redsocks -c "$work/redsocks.conf"
server=$pid
for port in "$socks5" "$socks4" "$connect" "$relay"; do
    wait_for 10 listens "$port" || fail "does not listen: $(tail -n 1 "$work/log")"
done
expect_mapped "$server"
client python3 "$here/redsocks.py" "$server" "$work/log" "${ports[@]}"
expect_mapped "$server"
kill -TERM "$server"
wait_for 5 gone "$server" || fail "SIGTERM does not stop it"
ok "$result"
