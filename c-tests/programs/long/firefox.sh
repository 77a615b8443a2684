#!/usr/bin/env bash
# program: /usr/lib/firefox-esr/libxul.so
# covers: event core: the sockets between the processes of a browser
#
# Firefox, whose processes talk to each other through sockets that an event base waits for: a screenshot of a page
# whose script asks the server many things before it is green.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

free_ports 1
start server.log python3 "$here/firefox.py" serve "${ports[0]}"
wait_for 10 listens "${ports[0]}" || fail "no server: $(cat "$work/server.log")"
mkdir "$work/profile"
export HOME=$work MOZ_CRASHREPORTER_DISABLE=1 MOZ_DISABLE_AUTO_SAFE_MODE=1
page=http://127.0.0.1:${ports[0]}
start log on_lib /usr/lib/firefox-esr/firefox-esr --headless --no-remote --profile "$work/profile" --window-size 200,200 \
    --screenshot "$work/page.png" "$page/"
browser=$pid

# The page is not done before it is told to go on, so all its processes are there.
python3 "$here/firefox.py" wait "${ports[0]}" || fail "the page does not come to its end: $(tail -n 3 "$work/log")"
processes=0
for process in $(family "$browser"); do
    mapped=$(mapped_libevent "$process" 2>/dev/null) || continue # it has just ended
    [ -n "$mapped" ] || continue
    is_wanted "$mapped" || fail "process $process has mapped $mapped"
    processes=$((processes + 1))
done
[ "$processes" -ge 3 ] || fail "only $processes processes have libevent"
python3 "$here/firefox.py" continue "${ports[0]}"
wait_for 30 gone "$browser" || fail "it does not end"
[ -s "$work/page.png" ] || fail "no screenshot: $(tail -n 3 "$work/log")"
result=$(python3 "$here/firefox.py" colour "$work/page.png")
[ "$result" = "0 128 0" ] || fail "the page is not green: $result"
ok "a page with 200 requests of its script, in $processes processes"
