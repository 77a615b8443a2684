#!/usr/bin/env bash
# program: /usr/sbin/lldpd
# covers: event core, bufferevent on UNIX sockets and pipes, evbuffer, timers, signals
#
# lldpd, which tells the neighbours in an Ethernet who is there: raw sockets, timers and signals are events, and
# lldpcli's connections bufferevents. Two of them, in networks of their own with a cable between.
network=own
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mount -t tmpfs none /run
mkdir /run/lldpd
start other.log unshare --net sleep 60
other=$pid
# shellcheck disable=SC2317 # called by wait_for
separate() { [ "$(readlink "/proc/$other/ns/net")" != "$(readlink /proc/self/ns/net)" ]; }
wait_for 5 separate || fail "no second network"
ip link add left type veth peer name right
ip link set right netns "$other"
ip link set left up
nsenter -t "$other" -n ip link set right up

# daemon NAME PREFIX...
daemon() {
    start "$1.log" on_lib "${@:2}" /usr/sbin/lldpd -dd -u "$work/$1.socket" -L "" -p "$work/$1.pid" -S "the $1 one"
    wait_for 10 test -S "$work/$1.socket" || fail "$1: $(tail -n 1 "$work/$1.log")"
    for each in $(family "$pid"); do expect_mapped "$each"; done
}
daemon left
left=$pid
daemon right nsenter -t "$other" -n
right=$pid
cli() { lldpcli -u "$work/$1.socket" "${@:2}"; }
# shellcheck disable=SC2317 # called by wait_for
sees() { cli "$1" -f keyvalue show neighbors details | grep -q "chassis.descr=the $2 one"; }
for each in left right; do cli "$each" configure lldp tx-interval 1 >/dev/null; done
wait_for 15 sees left right || fail "left does not see right: $(cli left show neighbors)"
wait_for 15 sees right left || fail "right does not see left: $(cli right show neighbors)"

# Watchers are told of changes, on a connection that stays.
start watch.log lldpcli -u "$work/left.socket" watch
# shellcheck disable=SC2317 # called by wait_for
told() {
    cli right configure system description "number $SECONDS" >/dev/null
    grep -q "number" "$work/watch.log"
}
wait_for 15 told || fail "watch: $(cat "$work/watch.log")"

# Many who ask at once.
askers=()
for i in {1..40}; do
    cli left show chassis details >"$work/chassis.$i" &
    askers+=($!)
done
for each in "${askers[@]}"; do wait "$each" || fail "lldpcli failed"; done
for i in {1..40}; do grep -q "the left one" "$work/chassis.$i" || fail "chassis: $(cat "$work/chassis.$i")"; done

# The one that is stopped says goodbye.
kill -TERM "$right"
wait_for 10 gone "$right" || fail "SIGTERM does not stop it"
# shellcheck disable=SC2317 # called by wait_for
forgotten() { ! sees left "right" && [ -z "$(cli left -f keyvalue show neighbors)" ]; }
wait_for 10 forgotten || fail "left still knows: $(cli left show neighbors)"
kill -TERM "$left"
wait_for 10 gone "$left" || fail "SIGTERM does not stop it"
ok "two daemons find each other, watch, 40 questions at once, goodbye"
