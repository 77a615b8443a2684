#!/usr/bin/env bash
# transmission-daemon: asked by HTTP, on the evhttp server that it has inside, to take a torrent.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../programs/lib.sh"

free_ports 2
url=http://127.0.0.1:${ports[0]}/transmission/rpc
ask() { curl -sS --max-time 10 -H "$session" -d "$1" "$url"; }

start log on_lib transmission-daemon -f -g "$work" -w "$work" -r 127.0.0.1 -p "${ports[0]}" -i 127.0.0.1 -P "${ports[1]}" \
    --no-portmap --no-dht --no-lpd --no-utp
wait_for 20 listens "${ports[0]}" || fail "does not listen: $(cat "$work/log")"
[ "$(realpath "/proc/$pid/exe")" = "$(command -v transmission-daemon)" ] || fail "process $pid is not transmission-daemon"
expect_mapped "$pid"
# The first answer is that a session's name is needed, and which.
session=$(curl -sS --max-time 10 -o /dev/null -D - "$url" | tr -d '\r' | grep -i '^X-Transmission-Session-Id:') ||
    fail "no session: $(cat "$work/log")"
magnet="magnet:?xt=urn:btih:0123456789012345678901234567890123456789&dn=something"
answer=$(ask '{"method": "torrent-add", "arguments": {"paused": true, "filename": "'"$magnet"'"}}')
grep -q '"result":"success"' <<<"$answer" || fail "torrent-add: $answer"
answer=$(ask '{"method": "torrent-get", "arguments": {"fields": ["name"]}}')
grep -q '"name":"something"' <<<"$answer" || fail "torrent-get: $answer"
expect_mapped "$pid"
kill -TERM "$pid"
wait_for 10 gone "$pid" || fail "SIGTERM does not stop it"
ok "${RUN_ON_OURS:-} a torrent taken and told of by HTTP"
