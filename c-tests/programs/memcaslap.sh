#!/usr/bin/env bash
# program: /usr/bin/memcaslap
# covers: event core, one base per thread, timers
#
# memcaslap, which puts load on memcached: a client with a base for each thread, struct event inside its own
# structs and changed between reading and writing, and a loop that is broken off when the work is done.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 1
port=${ports[0]}
as_user=()
[ "$(id -u)" != 0 ] || as_user=(-u nobody)
start log memcached "${as_user[@]}" -l 127.0.0.1 -p "$port" -U 0
wait_for 10 listens "$port" || fail "memcached does not listen: $(cat "$work/log")"

# number NAME: that number from what memcaslap prints.
number() { sed -n "s/^$1: //p" "$work/once"; }
total=0
# load OPTION...: some thousand reads and writes, of which each read is compared with what was written.
load() {
    once_on_lib memcaslap -s "127.0.0.1:$port" -T 2 -c 32 -n 2 -x 20000 -w 1k -v 1 "$@"
    [ "$(number get_misses) $(number verify_misses) $(number verify_failed)" = "0 0 0" ] ||
        fail "$*: $(grep -E 'misses|failed' "$work/once")"
    total=$((total + $(number cmd_get) + $(number cmd_set)))
}
load
load -d 10
load -B
load -e 0.1
[ "$total" -gt 75000 ] || fail "only $total commands were done"
# ended by a timer, with another one for statistics
once_on_lib memcaslap -s "127.0.0.1:$port" -T 2 -c 32 -t 2s -S 1s -w 1k
grep -q '^Global *1 ' "$work/once" || fail "no statistics after a second"
ok "$total commands on 64 connections of 2 threads: text, binary, many keys at once, and for two seconds"
