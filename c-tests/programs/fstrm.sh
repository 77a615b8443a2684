#!/usr/bin/env bash
# program: /usr/bin/fstrm_capture
# covers: listener, bufferevent with watermarks, evbuffer, timers, signals
#
# fstrm_capture, which writes down what name servers log as Frame Streams: listeners at a port and at a UNIX socket,
# bufferevents whose watermarks grow with the frame that is awaited, signals, a timer that begins new files.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 1
capture=(fstrm_capture -t protobuf:test -b 262144 -c 25)
start log on_lib "${capture[@]}" -a 127.0.0.1 -p "${ports[0]}" -w "$work/tcp.fstrm"
wait_for 10 listens "${ports[0]}" || fail "does not listen: $(cat "$work/log")"
start unix.log on_lib "${capture[@]}" -u "$work/socket" -w "$work/unix-%s.fstrm" --gmtime -s 2
wait_for 10 test -S "$work/socket" || fail "no UNIX socket: $(cat "$work/unix.log")"
for pid in "${pids[@]}"; do expect_mapped "$pid"; done
client python3 "$here/fstrm.py" "$work" "${ports[0]}" "${pids[0]}"
for pid in "${pids[@]}"; do
    expect_mapped "$pid"
    kill -TERM "$pid"
    wait_for 5 gone "$pid" || fail "SIGTERM does not stop it"
done
told=$result
client python3 "$here/fstrm.py" "$work" written
ok "$told; $result"
