#!/usr/bin/env bash
# program: /usr/sbin/pgbouncer
# covers: event_assign on embedded struct event, a loop of EVLOOP_ONCE, many fds, timers, signals, sockets of c-ares
#
# Between clients and a PostgreSQL server, with and without TLS; four signals; events that are added, removed
# and assigned anew all the time; at the end another process takes over its sockets.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

postgres=$(find /usr/lib/postgresql -path '*/bin/postgres' | sort -V | tail -n 1)
# Neither of them runs as root.
as_user=() user=()
if [ "$(id -u)" = 0 ]; then
    as_user=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    user=(-u postgres)
    chown postgres "$work"
fi
free_ports 2
port=${ports[0]} server=${ports[1]}

"${as_user[@]}" "${postgres%/*}/initdb" -D "$work/data" -U postgres -A trust -N >"$work/log" 2>&1 ||
    fail "initdb: $(tail -n 1 "$work/log")"
start server.log "${as_user[@]}" "$postgres" -D "$work/data" -h 127.0.0.1 -p "$server" -k "" -F
wait_for 10 listens "$server" || fail "no PostgreSQL: $(tail -n 1 "$work/server.log")"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=lab -days 2 \
    -keyout "$work/key" -out "$work/certificate" 2>"$work/log" || fail "openssl: $(tail -n 1 "$work/log")"
cat >"$work/pgbouncer.ini" <<EOF
[databases]
lab = host=localhost port=$server dbname=postgres user=postgres pool_size=5
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $port
unix_socket_dir = $work
auth_type = any
admin_users = admin
pool_mode = transaction
max_client_conn = 300
server_idle_timeout = 1
idle_transaction_timeout = 2
client_tls_sslmode = allow
client_tls_key_file = $work/key
client_tls_cert_file = $work/certificate
EOF
[ "${#user[@]}" = 0 ] || chown postgres "$work"/{key,certificate,pgbouncer.ini}

start log on_lib /usr/sbin/pgbouncer "${user[@]}" "$work/pgbouncer.ini"
bouncer=$pid
wait_for 10 listens "$port" || fail "does not listen: $(tail -n 1 "$work/log")"
expect_mapped "$bouncer"
start client.log timeout 40 python3 "$here/pgbouncer.py" "$port" "$bouncer" "$work"
client=$pid
wait_for 30 grep -q . "$work/client.log" || fail "the client says nothing"
grep -q '^take over' "$work/client.log" || fail "$(tail -n 1 "$work/client.log")"

# The client stays connected while another process gets all sockets.
expect_mapped "$bouncer"
start log2 on_lib /usr/sbin/pgbouncer -R "${user[@]}" "$work/pgbouncer.ini"
successor=$pid
wait_for 10 gone "$bouncer" || fail "the old process does not end: $(tail -n 1 "$work/log2")"
touch "$work/taken"
wait_for 10 gone "$client" || fail "the client does not end"
wait "$client" || fail "$(tail -n 1 "$work/client.log")"
expect_mapped "$successor"
kill -INT "$successor"
wait_for 5 gone "$successor" || fail "SIGINT does not stop it"
ok "$(tail -n 1 "$work/client.log")"
