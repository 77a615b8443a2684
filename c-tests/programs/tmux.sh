#!/usr/bin/env bash
# program: /usr/bin/tmux
# covers: bufferevents on ptys and pipes, event_init, event_reinit after fork, SIGCHLD, timers, event_once, poll
#
# One server with bufferevents on a pty for each pane and on pipes to jobs, which are children; clients that
# run a loop of their own, on terminals and with commands on pipes (control mode).
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

unset TMUX
export LC_ALL=C.UTF-8 SHELL=/bin/sh ENV='' PS1='$ ' TERM=screen
socket=$work/socket
# The server is a child of the first client, which ends.
# shellcheck disable=SC2317 # called by wait_for
server_runs() {
    local process
    for process in /proc/[0-9]*; do
        if [ "$(cat "$process/comm")" = "tmux: server" ] && grep -qF "$socket" "$process/cmdline"; then
            server=${process#/proc/}
            pids+=("$server")
            return
        fi
    done 2>/dev/null
    return 1
}

start log on_lib tmux -f /dev/null -S "$socket" new-session -d -x 100 -y 30 -s main
wait_for 10 server_runs || fail "no server: $(tail -n 1 "$work/log")"
expect_mapped "$server"
client env ${LIBDIR:+"LD_LIBRARY_PATH=$LIBDIR"} python3 "$here/tmux.py" "$socket" "$server"
wait_for 5 gone "$server" || fail "SIGTERM does not stop it"
ok "$result"
