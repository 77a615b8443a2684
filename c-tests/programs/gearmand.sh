#!/usr/bin/env bash
# program: /usr/sbin/gearmand
# covers: event core, one base per thread, timers, libevent_pthreads
#
# gearmand: a base for each of its threads, events that change between reading and writing, pipes between the
# threads, timers for jobs that take too long, locks of libevent_pthreads.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 1
port=${ports[0]}
start log on_lib gearmand -L 127.0.0.1 -p "$port" -t 4 -P "$work/pid" -l stderr
wait_for 10 listens "$port" || fail "does not listen: $(cat "$work/log")"
expect_mapped "$pid"
client python3 "$here/gearmand.py" "$port"
# the tools that come with it
start worker.log gearman -h 127.0.0.1 -p "$port" -w -f upper tr a-z A-Z
said=$(timeout 10 gearman -h 127.0.0.1 -p "$port" -f upper "hello") || fail "gearman: $said"
[ "$said" = HELLO ] || fail "gearman says $said"
expect_mapped "${pids[0]}"
status=$(gearadmin -h 127.0.0.1 -p "$port" --status) || fail "gearadmin: $status"
grep -q '^upper.0.0.1$' <<<"$status" || fail "gearadmin says $status"
kill -TERM "${pids[0]}"
wait_for 10 gone "${pids[0]}" || fail "SIGTERM does not stop it"
ok "$result"
