#!/usr/bin/env bash
# program: /usr/bin/webdis
# covers: event core, one base per thread, event_reinit
#
# webdis: HTTP of its own on plain events, a base for each of its threads, pipes that hand connections to them,
# event_reinit; and hiredis, whose connections to redis are events too.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 2
start redis.log redis-server --bind 127.0.0.1 --port "${ports[0]}" --save '' --dir "$work"
wait_for 10 listens "${ports[0]}" || fail "no redis: $(tail -n 1 "$work/redis.log")"
cat >"$work/webdis.json" <<EOF
{
    "redis_host": "127.0.0.1", "redis_port": ${ports[0]}, "http_host": "127.0.0.1", "http_port": ${ports[1]},
    "threads": 4, "pool_size": 5, "daemonize": false, "websockets": true, "verbosity": 3,
    "acl": [{"disabled": ["DEBUG"]}], "logfile": "$work/webdis.log"
}
EOF
start log on_lib webdis "$work/webdis.json"
wait_for 10 listens "${ports[1]}" || fail "does not listen: $(cat "$work/log")"
expect_mapped "$pid"
client python3 "$here/webdis.py" "${ports[1]}"
expect_mapped "$pid"
gone "$pid" && fail "it has ended"
ok "$result"
