#!/usr/bin/env bash
# program: /usr/lib/x86_64-linux-gnu/liblua5.1-event.so.0.0.0
# covers: event core, evbuffer, timers, signals
#
# luaevent, libevent for Lua, as the XMPP server Prosody uses it: an echo server in Lua. Events that change
# between reading and writing, with timeouts; buffers that read and write sockets; timers; a signal.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 1
port=${ports[0]}
start log on_lib lua5.1 "$here/lua-event.lua" "$port"
wait_for 10 listens "$port" || fail "does not listen: $(cat "$work/log")"
expect_mapped "$pid"
client python3 "$here/lua-event.py" "$port"
kill -TERM "$pid"
wait_for 5 gone "$pid" || fail "SIGTERM does not end the loop"
grep -q "^the loop has ended: epoll" "$work/log" || fail "$(tail -n 1 "$work/log")"
ok "$result"
