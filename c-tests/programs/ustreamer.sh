#!/usr/bin/env bash
# program: /usr/bin/ustreamer
# covers: evhttp server, bufferevent under evhttp, evbuffer with files, timers, threads, UNIX sockets
#
# ustreamer, which shows a camera as a web page, here without a camera: an evhttp server with files of a directory
# (evbuffer_add_file), answers that wait for the next picture, and streams without an end, which it writes
# to the bufferevents of the connections; once at a port, once at a UNIX socket (evhttp_accept_socket).
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 1
mkdir "$work/static"
seq 200000 >"$work/static/numbers.txt"
echo "<p>hello" >"$work/static/index.html"
camera=(--device "$work/no-camera" --static "$work/static")
start log on_lib ustreamer "${camera[@]}" --host 127.0.0.1 --port "${ports[0]}" --user user --passwd secret
wait_for 10 listens "${ports[0]}" || fail "does not listen: $(tail -n 1 "$work/log")"
start unix.log on_lib ustreamer "${camera[@]}" --unix "$work/socket"
wait_for 10 test -S "$work/socket" || fail "no UNIX socket: $(tail -n 1 "$work/unix.log")"
for pid in "${pids[@]}"; do expect_mapped "$pid"; done
client python3 "$here/ustreamer.py" "${ports[0]}" "$work"
for pid in "${pids[@]}"; do
    expect_mapped "$pid"
    kill -TERM "$pid"
    wait_for 10 gone "$pid" || fail "SIGTERM does not stop it"
done
ok "$result"
