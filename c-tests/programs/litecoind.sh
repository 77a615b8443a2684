#!/usr/bin/env bash
# program: /usr/lib/litecoin/litecoind /usr/bin/litecoin-cli
# covers: evhttp server, evhttp client, bufferevent client, threads, timers, event_active
#
# litecoind, of Bitcoin's family: an evhttp server whose requests are answered by other threads, which wake its loop
# with event_active; a client of Tor's control port on bufferevents, with a timer to connect anew. litecoin-cli is
# an evhttp client.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 3
rpc=${ports[0]}
mkdir "$work/data"
cat >"$work/data/litecoin.conf" <<EOF
regtest=1
server=1
rest=1
rpcuser=user
rpcpassword=secret
rpcthreads=4
rpcworkqueue=100
listenonion=1
torcontrol=127.0.0.1:${ports[2]}
dnsseed=0
discover=0
[regtest]
bind=127.0.0.1:${ports[1]}
rpcbind=127.0.0.1
rpcallowip=127.0.0.1
rpcport=$rpc
EOF
cli=(litecoin-cli "-datadir=$work/data")
if (on_lib "${cli[@]}" getblockcount) >"$work/refused" 2>&1; then fail "litecoin-cli talks to nobody"; fi
grep -q "Could not connect to the server" "$work/refused" || fail "$(tail -n 1 "$work/refused")"

start log on_lib /usr/lib/litecoin/litecoind "-datadir=$work/data"
daemon=$pid
once_on_lib "${cli[@]}" -rpcwait createwallet purse
expect_mapped "$daemon"
# Its first attempt to reach Tor has failed by now; a timer makes it try again.
start tor.log python3 "$here/litecoind.py" tor "${ports[2]}"
client python3 "$here/litecoind.py" run "$rpc"
expect_mapped "$daemon"

once_on_lib "${cli[@]}" -getinfo
grep -q '"blocks": 103,' "$work/once" || fail "-getinfo: $(cat "$work/once")"
once_on_lib "${cli[@]}" listtransactions "*" 1000 # a long answer
[ "$(grep -c '"category"' "$work/once")" -ge 101 ] || fail "listtransactions: $(wc -l <"$work/once") lines"
if (on_lib "${cli[@]}" getblockhash 9999) >"$work/error" 2>&1; then fail "there is no block 9999"; fi
grep -q "out of range" "$work/error" || fail "$(cat "$work/error")"
# a client that has a second, and a call that would take five
if (on_lib "${cli[@]}" -rpcclienttimeout=1 waitfornewblock 5000) >"$work/late" 2>&1; then fail "no timeout"; fi
grep -q "timeout reached" "$work/late" || fail "$(cat "$work/late")"

once_on_lib "${cli[@]}" stop
wait_for 20 gone "$daemon" || fail "stop does not stop it"
ok "$result; litecoin-cli"
