# shellcheck shell=bash
# shellcheck disable=SC2034
# Sourced by the other scripts: where things are, and a few words to say.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT" || exit 1
TARGET=$(realpath -m "${CARGO_TARGET_DIR:-target}")
# Where scripts/build.sh puts the libraries (lib) and headers (include).
STAGE=${STAGE:-$TARGET/stage}
# Where scripts/doc.sh puts the documentation: html and man.
DOC=$TARGET/doc-api
# What a program compiled for libevent 2.1 asks the dynamic linker for.
SONAME_SUFFIX=-2.1.so.7
# The libraries of libevent whose whole content is in ours.
SPLIT_LIBS=(core extra pthreads)
# The libraries that add TLS, each with a TLS library of its own.
TLS_LIBS=(openssl mbedtls rustls)

die() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# wait_for SECONDS COMMAND...: try the command until it succeeds.
wait_for() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.1
    done
}

# listens PORT: somebody listens on that TCP port of this machine.
listens() {
    awk -v port=":$(printf %04X "$1")" '$4 == "0A" && index($2, port) {found = 1} END {exit !found}' \
        /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# free_ports COUNT: that many ports, free for TCP and UDP, in the array $ports.
free_ports() {
    mapfile -t ports < <(python3 - "$1" <<'EOF'
import socket, sys
taken = []
while len(taken) < int(sys.argv[1]):
    tcp = socket.create_server(("127.0.0.1", 0))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        udp.bind(tcp.getsockname())
        taken.append((tcp, udp))
        print(tcp.getsockname()[1])
    except OSError:
        pass
EOF
    )
}

# stop PID: end one process that this script started, by force if it does not listen.
stop() {
    local tries
    kill -TERM "$1" 2>/dev/null || return 0
    for tries in {1..30}; do
        kill -0 "$1" 2>/dev/null || break
        sleep 0.1
    done
    [ "$tries" -lt 30 ] || kill -KILL "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

# mapped_libevent PID: the libevent files that a process has mapped.
mapped_libevent() {
    awk '$6 ~ /\/libevent[^\/]*\.so/ {print $6}' "/proc/$1/maps" | sort -u
}
