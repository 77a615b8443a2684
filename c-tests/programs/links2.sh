#!/usr/bin/env bash
# program: /usr/bin/links2
# covers: event core as a client, timers, event_reinit
#
# links2, a web browser: all its sockets, pipes and timers are events, whose struct it has in memory of its own
# (event_get_struct_event_size); event_reinit after fork.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 1
start log python3 "$here/links2.py" "${ports[0]}"
wait_for 10 listens "${ports[0]}" || fail "no server: $(cat "$work/log")"
site=http://127.0.0.1:${ports[0]}
export HOME=$work

# browse URL OPTION...: what links2 makes of the page is then in $work/once.
browse() { once_on_lib links2 "${@:2}" "$1"; }

browse "$site/big" -source
[ "$(cksum <"$work/once")" = "$(curl -s "$site/big" | cksum)" ] || fail "the big file differs"
browse "$site/moved" -dump
grep -q 'You have arrived' "$work/once" || fail "redirection: $(cat "$work/once")"
browse "$site/slow" -dump
grep -q '1 2 3 4 5 6 7 8 9 10' "$work/once" || fail "a page in pieces: $(cat "$work/once")"
browse "$site/packed" -dump
grep -q 'packed with gzip' "$work/once" || fail "gzip: $(cat "$work/once")"
browse "http://localhost:${ports[0]}/" -dump -async-dns 1
grep -q 'hello' "$work/once" || fail "$(cat "$work/once")"

# A server that is silent: after a second it tries again, and then says so.
SECONDS=0
if (on_lib timeout 20 links2 -source -receive-timeout 1 -unrestartable-receive-timeout 1 -retries 2 "$site/silent") \
    >"$work/silent" 2>&1; then fail "it does not give up"; fi
grep -qi 'timeout' "$work/silent" || fail "a silent server: $(cat "$work/silent")"
[ "$SECONDS" -ge 1 ] || fail "it gives up at once"
ok "a big file, a redirection, pieces, gzip, and a timeout after $(curl -s "$site/tries") tries"
