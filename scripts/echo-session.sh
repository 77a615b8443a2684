# shellcheck shell=bash
# Sourced after common.sh: one talk between an echo server and its clients, whose keyboards are pipes.
# $talk holds the logs and is the caller's to remove, after end_talk.

talk=$(mktemp -d)
server_pid=""
client_pids=()

# on_stage COMMAND...: become that program, on the staged libraries, with its output line by line.
on_stage() {
    LD_LIBRARY_PATH=$STAGE/lib exec stdbuf -oL "$@"
}

start_server() { # PORT COMMAND...
    local port=$1
    shift
    listens "$port" && die "port $port is in use by another program: stop that, or run this as root"
    on_stage "$@" >"$talk/server.log" 2>&1 </dev/null &
    server_pid=$!
    wait_for 5 listens "$port" || {
        cat "$talk/server.log"
        return 1
    }
}

# start_client NAME COMMAND...: a client whose keyboard is the pipe $talk/NAME.keys
start_client() {
    local name=$1
    shift
    mkfifo "$talk/$name.keys"
    on_stage "$@" <"$talk/$name.keys" >"$talk/$name.log" 2>&1 &
    client_pids+=($!)
    # Held open, so that the client does not see an end of file after one line.
    sleep 60 >"$talk/$name.keys" &
    client_pids+=($!)
}

# say NAME TEXT: type a line in that client, and wait until it shows it as the server's answer.
say() {
    echo "$2" >"$talk/$1.keys"
    wait_for 5 grep -q "$2" "$talk/$1.log"
}

end_talk() {
    local pid
    for pid in "${client_pids[@]}" $server_pid; do
        stop "$pid" 2>/dev/null
    done
    server_pid=""
    client_pids=()
}
