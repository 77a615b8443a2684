#!/usr/bin/env bash
# program: /usr/bin/turnserver /usr/bin/turnutils_uclient /usr/bin/turnutils_peer
# covers: bufferevents, their pairs, over TLS, listeners, bases in threads, common timeouts, URI functions of evhttp
#
# A relay with a base for each of its threads, which get their connections through pairs of bufferevents,
# with clients over UDP, TCP, TLS and DTLS; its pages for administrators, over TLS.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

CLIENTS=4 MESSAGES=20
free_ports 5
plain=${ports[0]} tls=${ports[1]} peer=${ports[2]} pages=${ports[3]}
certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -days 2 \
        -keyout "$work/key" -out "$work/certificate" 2>"$work/log" || fail "openssl: $(tail -n 1 "$work/log")"
}
certificate old.lab
cat >"$work/turnserver.conf" <<EOF
listening-ip=127.0.0.1
relay-ip=127.0.0.1
listening-port=$plain
tls-listening-port=$tls
relay-threads=3
lt-cred-mech
realm=lab
user=someone:secret
allow-loopback-peers
cli-password=secret
cli-port=${ports[4]}
web-admin
web-admin-ip=127.0.0.1
web-admin-port=$pages
cert=$work/certificate
pkey=$work/key
userdb=$work/database
pidfile=$work/pid
log-file=stdout
simple-log
EOF
turnadmin -A -b "$work/database" -u admin -p secret >"$work/log" 2>&1 || fail "turnadmin: $(tail -n 1 "$work/log")"
start log on_lib turnserver -c "$work/turnserver.conf"
server=$pid
for port in "$plain" "$tls" "$pages"; do
    wait_for 10 listens "$port" || fail "does not listen: $(tail -n 1 "$work/log")"
done
expect_mapped "$server"
start peer.log on_lib turnutils_peer -L 127.0.0.1 -p "$peer"
wait_for 5 is_mapped "$pid" || fail "turnutils_peer does not run on it"

# relays WAY OPTION...: clients send messages through the relay, and get them back.
declare -A ways
relays() {
    local way=$1
    shift
    start "$way.log" on_lib turnutils_uclient -u someone -w secret -X -n $MESSAGES -m $CLIENTS -l 170 "$@" 127.0.0.1
    wait_for 5 is_mapped "$pid" || fail "turnutils_uclient does not run on it"
    ways[$way]=$pid
}
to_peer=(-e 127.0.0.1 -r "$peer")
relays udp -c -p "$plain" "${to_peer[@]}"
relays tcp -t -p "$plain" "${to_peer[@]}"
relays tls -t -S -p "$tls" "${to_peer[@]}"
relays dtls -S -p "$tls" "${to_peer[@]}"
# between clients, over TCP on both sides of the relay (RFC 6062)
relays tcp-relay -T -p "$plain"
client python3 "$here/coturn.py" "$plain" "$tls" "$pages"
all=$((CLIENTS * MESSAGES))
for way in "${!ways[@]}"; do
    wait "${ways[$way]}" || fail "the client over $way: $(tail -n 1 "$work/$way.log")"
    came=$(sed -n "s/.*tot_send_msgs=$all, tot_recv_msgs=\([0-9]*\).*/\1/p" "$work/$way.log" | tail -n 1)
    # The relay forwards datagrams, of which it may drop some, and the client does not wait for long.
    [ "${came:-0}" -ge $((all / 2)) ] || fail "${came:-0} of $all messages over $way came"
done

# SIGUSR2 reads the certificate again.
certificate new.lab
kill -USR2 "$server"
# shellcheck disable=SC2317 # called by wait_for
has_new() { openssl s_client -connect "127.0.0.1:$tls" <<<"" 2>&1 | grep -q 'CN = new.lab'; }
wait_for 5 has_new || fail "SIGUSR2: the certificate stays"
expect_mapped "$server"
kill -TERM "$server"
wait_for 5 gone "$server" || fail "SIGTERM does not stop it"
ok "$all messages each over ${!ways[*]}, $result"
