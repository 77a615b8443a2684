#!/usr/bin/env bash
# Has examples-c/http-client ask real servers, on our library or on the system's: nginx and Python's http.server.
#
#   c-tests/http-servers.sh [--system] [STAGE_DIR]
set -euo pipefail
# shellcheck source=c-tests/examples-lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/examples-lib.sh"

PATH=$PATH:/usr/sbin
base=

free_port() { python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# asked STATUS ARG...: the exit status; the body is in $work/body, the statuses in $work/statuses
asked() {
    local wanted=$1 status=0
    shift
    timeout 20 "$work/http-client" "$@" >"$work/body" 2>"$work/statuses" || status=$?
    [ "$status" = "$wanted" ] || { echo "http-client $*: exit status $status"; cat "$work/statuses"; return 1; }
}

# is_body FILE: what came is what the file has
is_body() { cmp "$1" "$work/body"; }

# is_status TEXT: a line of the statuses ends so
is_status() { grep -q ": $1\$" "$work/statuses" || { cat "$work/statuses"; return 1; }; }

get_file() { asked 0 "$base/$1" && is_body "$work/www/$1"; }

head_only() { asked 0 -I "$base/large" && [ ! -s "$work/body" ] && is_status "200 OK"; }

not_there() { asked 1 "$base/nothing" && is_status "404 .*"; }

several() {
    asked 0 "$base/small" "$base/large" "$base/small" || return 1
    cat "$work"/www/{small,large,small} | cmp - "$work/body"
}

# Nginx counts the requests of each connection.
one_connection() {
    asked 0 "$base/count" "$base/count" "$base/count" || return 1
    [ "$(cat "$work/body")" = 123 ] || { cat "$work/body"; return 1; }
}

in_chunks() { asked 0 "$base/chunked/large" && is_body "$work/www/large"; }

ends_with_connection() { asked 0 "$base/close/small" "$base/close/large" && cat "$work"/www/{small,large} | cmp - "$work/body"; }

redirect() { asked 1 "$base/moved" && is_status "301 Moved Permanently"; }

post() { asked 1 -d a=b "$base/small" && is_status "405 Not Allowed"; }

too_large() { asked 1 -d "$(printf 'x%.0s' {1..3000})" "$base/limited" && is_status "413 Request Entity Too Large"; }

python_refuses() { asked 1 -d a=b "$base/small" && is_status "501 Unsupported method ('POST')"; }

not_listening() { asked 1 "http://127.0.0.1:1/" && is_status "no connection"; }

by_name() { asked 0 "${base/127.0.0.1/localhost}/small" && is_body "$work/www/small"; }

try "http-client compiles" compile http-client
mkdir -p "$work/www" "$work/logs"
echo small >"$work/www/small"
seq 300000 >"$work/www/large"
: >"$work/www/empty"

port=$(free_port)
cat >"$work/nginx.conf" <<END
daemon off;
master_process off;
pid $work/nginx.pid;
error_log $work/logs/error.log;
events {}
http {
    access_log off;
    client_body_temp_path $work/logs/b; proxy_temp_path $work/logs/p; fastcgi_temp_path $work/logs/f;
    uwsgi_temp_path $work/logs/u; scgi_temp_path $work/logs/s;
    server {
        listen 127.0.0.1:$port;
        root $work/www;
        location /count { return 200 \$connection_requests; }
        location /chunked/ { alias $work/www/; ssi on; ssi_types *; }
        location /close/ { alias $work/www/; keepalive_timeout 0; }
        location /moved { return 301 /small; }
        location /limited { client_max_body_size 1k; proxy_pass http://127.0.0.1:$port; }
    }
}
END
nginx -c "$work/nginx.conf" -e "$work/logs/error.log" >"$work/nginx.log" 2>&1 &
pids+=("$!")
base=http://127.0.0.1:$port
answers() { curl -s -o /dev/null "$base/small"; }
try "nginx is there" wait_for 10 answers
for file in small large empty; do try "nginx: $file" get_file "$file"; done
try "nginx: HEAD" head_only
try "nginx: 404" not_there
try "nginx: several, one after the other" several
try "nginx: one connection" one_connection
try "nginx: in chunks" in_chunks
try "nginx: the connection ends" ends_with_connection
try "nginx: moved" redirect
try "nginx: POST" post
try "nginx: too large a body" too_large
try "nginx: by name" by_name

port=$(free_port)
python3 -m http.server --bind 127.0.0.1 --directory "$work/www" "$port" >"$work/python.log" 2>&1 &
pids+=("$!")
base=http://127.0.0.1:$port
try "Python is there" wait_for 10 answers
for file in small large empty; do try "Python: $file" get_file "$file"; done
try "Python: HEAD" head_only
try "Python: 404" not_there
try "Python: several, one after the other" several
try "Python: POST" python_refuses
try "nobody is there" not_listening
echo "http-servers: $passed passed, $failed failed"
[ "$failed" = 0 ]
