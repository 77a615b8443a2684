#!/usr/bin/env bash
# program: /usr/sbin/unbound
# covers: event bases in threads, UDP and TCP events, thousands of timers, signals
#
# A base for each of its threads, UDP and TCP events, one short timer for every question that
# is under way, signal events.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 3
port=${ports[0]}
cat >"$work/unbound.conf" <<EOF
server:
    interface: 127.0.0.1
    port: $port
    num-threads: 2
    username: ""
    chroot: ""
    directory: "$work"
    pidfile: ""
    use-syslog: no
    module-config: "iterator"
    do-not-query-localhost: no
    unknown-server-time-limit: 100
    outbound-msg-retry: 2
    local-zone: "local.lab." static
    local-data: "here.local.lab. A 192.0.2.7"
remote-control:
    control-enable: no
forward-zone:
    name: "up.lab"
    forward-addr: 127.0.0.1@${ports[1]}
forward-zone:
    name: "silent.lab"
    forward-addr: 127.0.0.1@${ports[2]}
EOF
start log on_lib /usr/sbin/unbound -d -c "$work/unbound.conf"
wait_for 10 listens "$port" || fail "does not listen: $(tail -n 1 "$work/log")"
expect_mapped "$pid"
client python3 "$here/unbound.py" "${ports[@]}" "$pid"
expect_mapped "$pid"
kill -TERM "$pid"
wait_for 5 gone "$pid" || fail "SIGTERM does not stop it"
ok "$result"
