#!/usr/bin/env bash
# program: /usr/lib/php/20220829/http.so
# covers: event core as a client: libcurl's sockets and its timer
#
# PHP's HTTP client, which asks for many pages at once: the sockets of libcurl are events that come, change and go as it
# wishes, and so is its timer.
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

free_ports 1
start server.log python3 "$here/php-http.py" "${ports[0]}"
wait_for 10 listens "${ports[0]}" || fail "no server: $(cat "$work/server.log")"
once_on_lib php -n -d extension=iconv -d extension=raphf -d extension=http "$here/php-http.php" "${ports[0]}"
ok "$(tail -n 1 "$work/once")"
