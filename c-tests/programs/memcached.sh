#!/usr/bin/env bash
# program: /usr/bin/memcached
# covers: event bases in threads, embedded struct event, pipes, timers, signals
#
# A base for each of its threads, struct event inside its own structs, pipes that wake the
# threads, a clock timer, and a loop that SIGTERM ends.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 1
port=${ports[0]}
as_user=()
[ "$(id -u)" != 0 ] || as_user=(-u nobody)
start log on_lib memcached "${as_user[@]}" -l 127.0.0.1 -p "$port" -U 0 -t 4 -c 256 -o idle_timeout=3
wait_for 10 listens "$port" || fail "does not listen: $(cat "$work/log")"
expect_mapped "$pid"
client python3 "$here/memcached.py" "$port"
expect_mapped "$pid"
kill -TERM "$pid"
wait_for 5 gone "$pid" || fail "SIGTERM does not stop it"
ok "$result"
