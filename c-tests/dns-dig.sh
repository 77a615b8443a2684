#!/usr/bin/env bash
# Asks examples-c/dns-server with dig (Debian's bind9-dnsutils), on our library or on the system's.
#
#   c-tests/dns-dig.sh [--system] [STAGE_DIR]
set -euo pipefail
# shellcheck source=c-tests/examples-lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/examples-lib.sh"
# TCP is not in the system's library.
[ -n "$system" ] || flags+=(-DWITH_TCP)

# ask ARG...: what dig says, with the header
ask() {
    timeout 20 dig @127.0.0.1 -p "$port" +time=5 +tries=1 +noedns +nocookie "$@"
}

# short WANTED ARG...: the answers, in any order, one a word
short() {
    local wanted=$1 said
    shift
    said=$(ask +short "$@" | sort | paste -sd' ')
    [ "$said" = "$wanted" ] || { echo "dig $*: $said"; return 1; }
}

# header STATUS FLAGS ANSWERS ARG...: what the header says
header() {
    local status=$1 set=$2 answers=$3 said part
    shift 3
    said=$(ask "$@") || { echo "dig $*: exit status $?, $said"; return 1; }
    for part in "status: $status," "flags: $set; QUERY: 1, ANSWER: $answers,"; do
        [[ $said == *"$part"* ]] || { echo "dig $*: no \"$part\" in:"; echo "$said"; return 1; }
    done
    [[ $said != *[Ww]arning:* || $said == *"recursion requested but not available"* ]] || { echo "$said"; return 1; }
}

big() {
    local n
    n=$(ask +short TXT big.example.com "$@" | grep -c '^"b*"$')
    [ "$n" = 20 ] || { echo "dig $*: $n texts"; return 1; }
}

many() {
    local i n
    for i in {1..200}; do
        echo "www.example.com A"
        echo "no-$i.example.com A"
    done >"$work/queries"
    n=$(ask +short -f "$work/queries" | sort | uniq -c | awk '{print $1, $2}' | paste -sd' ')
    [ "$n" = "200 192.0.2.1 200 192.0.2.2" ] || { echo "answers: $n"; return 1; }
}

server_stops() {
    kill -INT "$server"
    ends "$server" 0
}

try "dns-server compiles" compile dns-server
start server.log dns-server 0
server=$pid
wait_for 10 says server.log listening || true
port=$(awk '{print $NF}' "$work/server.log")
try "on its library" on_right_library "$server"
try "A" short "192.0.2.1 192.0.2.2" www.example.com A
try "the name in capitals" short "192.0.2.1 192.0.2.2" WWW.Example.COM A
try "AAAA" short "2001:db8::1" www.example.com AAAA
try "PTR" short "www.example.com." -x 192.0.2.1
try "MX" short "10 mail.example.com." example.com MX
try "NS" short "ns.example.com." example.com NS
try "TXT" short '"hello" "world"' example.com TXT
try "CNAME" short "www.example.com." alias.example.com A
try "what there is" header NOERROR "qr aa rd" 2 www.example.com A
try "not asked for recursion" header NOERROR "qr aa" 2 +norecurse www.example.com A
try "checking disabled" header NOERROR "qr aa rd cd" 2 +cdflag www.example.com A
try "all there is" header NOERROR "qr aa rd" 4 +notcp example.com ANY
try "no such type" header NOERROR "qr aa rd" 0 www.example.com MX
try "NXDOMAIN" header NXDOMAIN "qr aa rd" 0 nothing.example.com A
try "REFUSED" header REFUSED "qr rd" 0 www.example.org A
try "another class" header NOTIMP "qr aa rd" 0 -c CH www.example.com A
try "with EDNS" short "192.0.2.1 192.0.2.2" +edns=0 +bufsize=1232 www.example.com A
try "with a cookie" short "192.0.2.1 192.0.2.2" +edns=0 +cookie www.example.com A
try "many" many
if [ -z "$system" ]; then
    try "on TCP" short "192.0.2.1 192.0.2.2" +tcp www.example.com A
    try "NXDOMAIN on TCP" header NXDOMAIN "qr aa rd" 0 +tcp nothing.example.com A
    try "much on TCP" big +tcp
    try "much, from UDP to TCP" big
    try "much, by EDNS" big +edns=0 +bufsize=4096 +ignore
fi
try "stops" server_stops
echo "dns-dig: $passed passed, $failed failed"
[ "$failed" = 0 ]
