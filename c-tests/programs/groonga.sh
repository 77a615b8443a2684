#!/usr/bin/env bash
# program: /usr/bin/groonga-suggest-httpd
# covers: evhttp server, evbuffer, signals, one base per thread
#
# groonga-suggest-httpd: an evhttp server in threads: a base and an evhttp for each, all of which accept from
# the same socket (evhttp_accept_socket); evhttp_parse_query, buffers, signals, event_init.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 1
port=${ports[0]}
db=$work/db
groonga-suggest-create-dataset "$db" query >"$work/create.log" 2>&1 || fail "$(tail -n 1 "$work/create.log")"
groonga "$db" >"$work/load.log" 2>&1 <<'EOF'
load --table event_query --each 'suggest_preparer(_id, type, item, sequence, time, pair_query)'
[
{"sequence": "1", "time": 1700000000.1, "item": "e", "type": null},
{"sequence": "1", "time": 1700000000.2, "item": "ev", "type": null},
{"sequence": "1", "time": 1700000000.6, "item": "event loop", "type": "submit"},
{"sequence": "2", "time": 1700000010.1, "item": "ev", "type": null},
{"sequence": "2", "time": 1700000010.6, "item": "evening", "type": "submit"}
]
EOF
start log on_lib groonga-suggest-httpd -p "$port" -t 4 "$db"
wait_for 10 listens "$port" || fail "does not listen: $(cat "$work/log")"
expect_mapped "$pid"
client python3 "$here/groonga.py" "$port"
expect_mapped "$pid"
kill -TERM "$pid"
wait_for 5 gone "$pid" || fail "SIGTERM does not stop it"
ok "$result"
