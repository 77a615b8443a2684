#!/usr/bin/env bash
# program: /usr/sbin/remctl-shell
# covers: bufferevent on pipes, evbuffer, event_base_once, signals
#
# remctl-shell, which runs commands for users who come by ssh: bufferevents on the pipes to a command, one end of
# which is a buffer that fills up while the other is read; SIGCHLD; event_base_once.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cat >"$work/do" <<'EOF'
#!/bin/sh
case $1 in
say) echo "$2"; echo "$3" >&2 ;;
count) seq "$2" ;;
sum) cksum ;;
slowly) for i in 1 2 3 4 5; do echo $i; echo $i >&2; sleep 0.1; done ;;
end) exit "$2" ;;
die) kill -KILL $$ ;;
esac
EOF
chmod +x "$work/do"
cat >"$work/conf" <<EOF
on sum $work/do stdin=last ANYUSER
on secret $work/do princ:nobody
on ALL $work/do ANYUSER
EOF
# remote COMMAND: as if a user named somebody had come by ssh to run it.
remote() {
    export SSH_CONNECTION="127.0.0.1 40000 127.0.0.1 22" SSH_ORIGINAL_COMMAND=$1
    watched_on_lib /usr/sbin/remctl-shell -q -f "$work/conf" somebody
}
# expect STATUS OUTPUT ERRORS COMMAND
expect() {
    local status=0
    (remote "$4") >"$work/out" 2>"$work/err" || status=$?
    [ "$status" = "$1" ] || fail "$4: status $status, not $1"
    [ "$(cat "$work/out")" = "$2" ] || fail "$4: $(head -c 100 "$work/out")"
    [ "$(cat "$work/err")" = "$3" ] || fail "$4: $(head -c 100 "$work/err")"
}

expect 0 "two words" "an error" "on say 'two words' 'an error'"
expect 0 "$(seq 5)" "$(seq 5)" "on slowly"
expect 37 "" "" "on end 37"
expect 255 "" "Access denied" "on secret x"
expect 255 "" "Unknown command" "off say x"
expect 0 "$(seq 200000)" "" "on count 200000"
text=$(seq 20000)
expect 0 "$(printf %s "$text" | cksum)" "" "on sum '$text'"
(remote "on die") >"$work/out" 2>&1 && fail "a command that is killed has succeeded"
for i in {1..30}; do expect "$i" "" "" "on end $i"; done
expect_loaded remctl-shell
ok "output and errors of commands, 1.3 MB from one, 100 KB to one, what they end with, 37 in all"
