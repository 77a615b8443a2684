#!/usr/bin/env bash
# check-extra.sh DIR   checks that need a directory which is not part of the project:
#   DIR/abi/check_abi.py       tables of libevent's ABI
#   DIR/document-programs/*.c  four well-known example programs: two servers and their clients
#   DIR/programs/*.sh          more of Debian's programs, on the staged library
# One line for each, and totals.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
extra=${1:?}
# Those of the programs that need no more than what is written.
programs=(memcached unbound pgbouncer webdis tmux redsocks tor transmission groonga-suggest-httpd
    sslsplit coturn)

if [ -z "${EXTRA_INSIDE:-}" ]; then
    # What cannot be installed is skipped below.
    mapfile -t packages < <("$extra/programs/packages.sh" "${programs[@]}")
    # The check of tor calls nc too.
    scripts/deps.sh packages "${packages[@]}" netcat-openbsd || true
    if [ "$(id -u)" = 0 ] && unshare --net true 2>/dev/null; then
        # A network of its own, where every port is free.
        EXTRA_INSIDE=yes exec unshare --net bash -c "ip link set lo up; exec '$0' '$extra'"
    fi
fi

passed=0
failed=0
skipped=0
result() { # STATUS LINE
    case $1 in
    0) passed=$((passed + 1)) ;;
    77) skipped=$((skipped + 1)) ;;
    *) failed=$((failed + 1)) ;;
    esac
    echo "$2"
}

# ---- the echo programs, linked in the two ways that their authors name ----
# shellcheck source=scripts/echo-session.sh
. scripts/echo-session.sh
trap 'end_talk; rm -rf "$talk" "$talk.log"' EXIT
echo_talk() { # DOCUMENT WHAT LINK-ARGUMENT...
    local what="$1 programs, $2" sources=("$extra/document-programs/$1"{Server,Client}.c)
    shift 2
    begin_talk g++ "${sources[@]}" "$@" >"$talk.log" 2>&1 || {
        result 1 "FAIL $what: $(grep -m 1 error "$talk.log")"
        return
    }
    # Both servers answer with "I have received the msg", one of them misspelt.
    if start_server 9999 "$talk/server" &&
        start_client one "$talk/client" 127.0.0.1 9999 && start_client two "$talk/client" 127.0.0.1 9999 &&
        say one alpha && say two beta && say one gamma &&
        grep -q '^recv I have rec[a-z]* the msg: beta' "$talk/two.log" &&
        grep -q '^recv the client msg *: gamma' "$talk/server.log"; then
        result 0 "ok $what"
    else
        result 1 "FAIL $what: $(tail -qn 1 "$talk"/*.log | tr '\n' ' ')"
    fi
    end_talk
}
for document in LibeventQuickStart BufferEvent; do
    echo_talk $document "-levent" -L"$STAGE/lib" -levent
    echo_talk $document "libevent.a" "$STAGE/lib/libevent.a"
done

# ---- Debian's programs ----
for name in "${programs[@]}"; do
    status=0
    line=$(bash "$extra/programs/$name.sh" "$STAGE/lib") || status=$?
    result $status "$line"
done

# ---- the ABI ----
status=0
abi=$(python3 scripts/check-abi.py "$extra/abi" "$STAGE/include" "$STAGE/lib") || status=$?
echo "$abi"
if [[ $abi =~ ([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
else
    failed=$((failed + 1))
fi
echo "extra: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
