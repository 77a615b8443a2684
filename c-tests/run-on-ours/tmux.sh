#!/usr/bin/env bash
# tmux: a server with a shell's terminal, and clients that come and go, all of them on the library.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../programs/lib.sh"

export TERM=xterm LC_ALL=C.UTF-8
client() { (on_lib tmux -S "$work/socket" "$@") 2>>"$work/clients"; }
# shellcheck disable=SC2317 # called by wait_for
answered() { client capture-pane -p -t job | grep '^answer 42' >/dev/null; }

start log on_lib tmux -S "$work/socket" -f /dev/null -D
server=$pid
wait_for 10 test -S "$work/socket" || fail "no socket: $(cat "$work/log")"
client new-session -d -s job -x 80 -y 24 sh || fail "no session: $(cat "$work/clients")"
[ "$(realpath "/proc/$server/exe")" = "$(realpath "$(command -v tmux)")" ] || fail "process $server is not tmux"
expect_mapped "$server"
# shellcheck disable=SC2016
client send-keys -t job 'echo answer $((6 * 7))' Enter || fail "no keys: $(cat "$work/clients")"
wait_for 10 answered || fail "the shell did not answer: $(client capture-pane -p -t job)"
expect_mapped "$server"
client kill-server || true
wait_for 10 gone "$server" || fail "it does not end"
ok "${RUN_ON_OURS:-} a shell in a session, typed to and read"
