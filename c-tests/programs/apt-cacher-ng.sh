#!/usr/bin/env bash
# program: /usr/sbin/apt-cacher-ng /usr/lib/x86_64-linux-gnu/libsupacng.so
# covers: event core, libevent_pthreads
#
# apt-cacher-ng, which keeps packages for many machines: the base of its main thread accepts connections, which other
# threads then serve, and waits for the sockets of c-ares, which finds the hosts.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 2 # it takes none over 32767
mkdir "$work"/{conf,cache,logs}
cat >"$work/conf/acng.conf" <<EOF
CacheDir: $work/cache
LogDir: $work/logs
SupportDir: /usr/lib/apt-cacher-ng
SocketPath: $work/socket
BindAddress: 127.0.0.1
Port: ${ports[0]}
AllowUserPorts: 0
Remap-lab: /lab ; http://127.0.0.1:${ports[1]}/debian
ReportPage: report.html
ForeGround: 1
EOF
start log on_lib apt-cacher-ng -c "$work/conf"
wait_for 10 listens "${ports[0]}" || fail "does not listen: $(cat "$work/log")"
expect_mapped "$pid"
client python3 "$here/apt-cacher-ng.py" "${ports[@]}"
expect_mapped "$pid"
ok "$result"
