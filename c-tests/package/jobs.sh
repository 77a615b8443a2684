# shellcheck shell=bash
# Sourced by package.sh, after chroot.sh: what programs inside are asked to do, a job_NAME each, and on which
# libevent they do it.

job_pid=""
start() {
    "${inside[@]}" "$@" >"$work/job.log" 2>&1 </dev/null &
    job_pid=$!
}
end_job() {
    if [ -n "$job_pid" ]; then stop "$job_pid"; fi
    job_pid=""
}

# runs_on ours|originals: dpkg knows to which package each libevent file belongs that the program has mapped.
runs_on() {
    local file owner found=""
    for file in $(mapped_libevent "$job_pid"); do
        owner=$("${inside[@]}" dpkg -S "${file#"$root"}") || return 1
        found+=" ${owner%%:*}"
        case $1:$owner in
        ours:libevent-rs* | originals:libevent*-2.1-7:*) ;;
        *) echo "mapped: $owner"; return 1 ;;
        esac
    done
    [ -n "$found" ] || { echo "no libevent is mapped"; return 1; }
}

# works ours|originals JOB: start it, let it work
works() {
    local status=0
    "job_$2" && runs_on "$1" || { status=1; tail -n 5 "$work/job.log"; }
    end_job
    return $status
}

up() { # PORT
    wait_for 20 listens "$1" || { echo "does not listen"; return 1; }
}

job_memcached() {
    local said
    free_ports 1
    start memcached -u nobody -l 127.0.0.1 -p "${ports[0]}" -U 0 -t 2
    up "${ports[0]}" || return 1
    said=$(exec 3<>"/dev/tcp/127.0.0.1/${ports[0]}" &&
        printf 'set key 0 0 5\r\nhello\r\nget key\r\nquit\r\n' >&3 && timeout 10 cat <&3 | tr -d '\r' | tr '\n' ' ')
    [ "$said" = "STORED VALUE key 0 5 hello END " ] || { echo "said: $said"; return 1; }
}

# The client must not start a server that is not there.
ask_tmux() { "${inside[@]}" tmux -N -L test "$@"; }
pane_says() { ask_tmux capture-pane -p -t test | grep -qx "$1"; }
job_tmux() {
    start tmux -D -L test -f /dev/null
    wait_for 20 ask_tmux show-options -g || { echo "no server"; return 1; }
    # shellcheck disable=SC2016 # for the shell in the pane
    ask_tmux new-session -d -s test 'echo pane $((6 * 7)); exec sleep 60' || return 1
    wait_for 20 pane_says "pane 42" || { echo "the pane is empty"; return 1; }
}

job_turnserver() {
    free_ports 2
    [ -e "$root/tmp/cert.pem" ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -days 2 -subj /CN=localhost -keyout "$root/tmp/key.pem" -out "$root/tmp/cert.pem" || return 1
    start turnserver -n -L 127.0.0.1 -E 127.0.0.1 -p "${ports[0]}" --tls-listening-port "${ports[1]}" --no-auth \
        --no-cli --no-dtls --cert /tmp/cert.pem --pkey /tmp/key.pem --userdb /tmp/turndb --pidfile /tmp/turn.pid \
        --log-file stdout
    up "${ports[0]}" && up "${ports[1]}" && python3 c-tests/package/stun.py "${ports[@]}"
}

job_transmission() {
    local url id
    free_ports 2
    start transmission-daemon -f -g /tmp/transmission -r 127.0.0.1 -p "${ports[0]}" -i 127.0.0.1 -P "${ports[1]}" \
        --no-portmap --no-dht --no-lpd --no-utp
    up "${ports[0]}" || return 1
    url=http://127.0.0.1:${ports[0]}/transmission/rpc
    id=$(curl -sS --max-time 10 -D - -o /dev/null "$url" | tr -d '\r' | grep -i '^X-Transmission-Session-Id:') &&
        curl -sS --max-time 10 -H "$id" -d '{"method": "session-get"}' "$url" | grep -q '"result":"success"' ||
        { echo "no answer"; return 1; }
}

# A program of examples-c, which build_example has compiled inside.
job_example() {
    start /tmp/http-server 0
    wait_for 20 grep -q listening "$work/job.log" || { echo "does not listen"; return 1; }
    [ "$(curl -sS --max-time 10 "http://127.0.0.1:$(awk '{print $NF}' "$work/job.log")/hello")" = "Hello, world!" ]
}
build_example() {
    cp examples-c/http-server.c "$root/tmp"
    # shellcheck disable=SC2016 # for the shell inside
    "${inside[@]}" sh -c 'gcc -o /tmp/http-server /tmp/http-server.c $(pkg-config --cflags --libs libevent)'
}
