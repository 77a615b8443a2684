#!/usr/bin/env bash
# program: /usr/sbin/inetd
# covers: event core of old (event_init, event_set, event_dispatch), signals
#
# inetd, which starts a server for whoever comes: events of the old interface, which name no base, and are taken out
# while a server has the socket; SIGCHLD and SIGHUP.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 4
user=$(id -un)
# serve PORT HOW COMMAND...: a line of the configuration.
serve() { echo "127.0.0.1:$1 stream tcp $2 $user ${*:3}" >>"$work/inetd.conf"; }
serve "${ports[0]}" nowait.9999 /bin/cat cat
serve "${ports[1]}" wait.9999 "$(command -v python3)" python3 "$here/inetd.py" accept
serve "${ports[2]}" nowait.10 /bin/echo echo few
start log on_lib /usr/sbin/inetd -i "$work/inetd.conf"
wait_for 10 listens "${ports[0]}" || fail "does not listen: $(cat "$work/log")"
expect_mapped "$pid"
client python3 "$here/inetd.py" run "${ports[@]}"

# Another program at the first port, nothing at the second, something new at the fourth.
rm "$work/inetd.conf"
serve "${ports[0]}" nowait /bin/echo echo changed
serve "${ports[3]}" nowait /bin/echo echo new
kill -HUP "$pid"
said() { [ "$(timeout 5 cat <"/dev/tcp/127.0.0.1/$1")" = "$2" ]; }
# shellcheck disable=SC2317 # called by wait_for
silent() { ! listens "$1"; }
wait_for 10 said "${ports[3]}" new || fail "SIGHUP brings no new service"
said "${ports[0]}" changed || fail "SIGHUP does not change a service"
wait_for 10 silent "${ports[1]}" || fail "SIGHUP does not end a service"
expect_mapped "$pid"
kill -TERM "$pid"
wait_for 5 gone "$pid" || fail "SIGTERM does not stop it"
ok "$result, another configuration"
