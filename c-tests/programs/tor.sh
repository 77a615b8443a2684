#!/usr/bin/env bash
# program: /usr/bin/tor
# covers: evdns server port, evdns client, event_config without locks, event_set_mem_functions, secure_rng, timers
#
# A network of its own: three relays, one of which is the authority that tells of them, and a client. The exits look up
# names with evdns, and the client answers questions with an evdns server port.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 9
read -r directory relay1 relay2 relay3 socks dns control web names <<<"${ports[*]}"
echo "nameserver 127.0.0.1:$names" >"$work/resolv.conf"
# 4 is the client
mkdir -m 700 "$work"/{1,2,3,4} "$work/1/keys"

# The authority has two fingerprints that all have to know.
printf 'secret\n' | (cd "$work/1/keys" && tor-gencert --create-identity-key -m 12 -a "127.0.0.1:$directory" \
    --passphrase-fd 0) >"$work/log" 2>&1 || fail "tor-gencert: $(tail -n 1 "$work/log")"
identity=$(sed -n 's/^fingerprint //p' "$work/1/keys/authority_certificate")
/usr/sbin/tor --quiet -f "$work/none" --ignore-missing-torrc --DataDirectory "$work/1" --SocksPort 0 --Nickname node1 \
    --Address 127.0.0.1 --ORPort "127.0.0.1:$relay1" --list-fingerprint >"$work/log" 2>&1 ||
    fail "no fingerprint: $(tail -n 1 "$work/log")"
fingerprint=$(sed -n 's/^node1 //p' "$work/log" | tr -d ' ')

settings() {
    cat <<EOF
TestingTorNetwork 1
DirAuthority node1 orport=$relay1 no-v2 v3ident=$identity 127.0.0.1:$directory $fingerprint
DataDirectory $work/$1
PathsNeededToBuildCircuits 0.25
ShutdownWaitLength 0
Log notice stdout
EOF
}
relay() {
    settings "$1"
    cat <<EOF
Nickname node$1
Address 127.0.0.1
ORPort 127.0.0.1:$2
SocksPort 0
AssumeReachable 1
ContactInfo someone@lab
ExitRelay 1
ExitPolicy accept *:*
ExitPolicyRejectPrivate 0
ServerDNSResolvConfFile $work/resolv.conf
ServerDNSDetectHijacking 0
ServerDNSTestAddresses
EOF
}
{
    relay 1 "$relay1"
    cat <<EOF
DirPort 127.0.0.1:$directory
AuthoritativeDirectory 1
V3AuthoritativeDirectory 1
TestingV3AuthVotingStartOffset $((($(date +%s) + 8) % 10))
TestingV3AuthInitialVotingInterval 10
TestingV3AuthInitialVoteDelay 2
TestingV3AuthInitialDistDelay 2
V3AuthVotingInterval 10
V3AuthVoteDelay 2
V3AuthDistDelay 2
TestingAuthDirTimeToLearnReachability 0
TestingDirAuthVoteExit *
TestingDirAuthVoteGuard *
TestingMinExitFlagThreshold 0
EOF
} >"$work/1.conf"
relay 2 "$relay2" >"$work/2.conf"
relay 3 "$relay3" >"$work/3.conf"
{
    settings 4
    cat <<EOF
SocksPort 127.0.0.1:$socks
DNSPort 127.0.0.1:$dns
ControlPort 127.0.0.1:$control
AutomapHostsOnResolve 1
ClientRejectInternalAddresses 0
ClientDNSRejectInternalAddresses 0
EOF
} >"$work/4.conf"

expected=()
# tell_of COUNT: the authority tells of that many relays.
# shellcheck disable=SC2317 # called by wait_for
tell_of() { [ "$(grep -c '^r ' "$work/1/cached-microdesc-consensus")" = "$1" ]; }

for node in 1 2 3; do
    start "$node.log" on_lib /usr/sbin/tor -f "$work/$node.conf"
    expected+=("$pid")
done
wait_for 40 tell_of 3 || fail "the authority does not tell of all relays: $(tail -n 1 "$work/1.log")"
start 4.log on_lib /usr/sbin/tor -f "$work/4.conf"
expected+=("$pid")
wait_for 10 listens "$control" || fail "does not listen: $(tail -n 1 "$work/4.log")"
for each in "${expected[@]}"; do expect_mapped "$each"; done
client python3 "$here/tor.py" "$work" "$pid" "$socks" "$dns" "$control" "$web" "$names"
for each in "${expected[@]}"; do expect_mapped "$each"; done
kill -TERM "${expected[@]}"
for each in "${expected[@]}"; do
    wait_for 5 gone "$each" || fail "SIGTERM does not stop process $each"
done
ok "$result"
