# shellcheck shell=bash
# Sourced after common.sh: talks between an echo server and its clients, whose keyboards are pipes.
# $talk holds programs and logs of the present one, and is the caller's to remove, after end_talk.

talk=$(mktemp -d)
server_pid=""
client_pids=()

# begin_talk COMPILER SERVER.c CLIENT.c LINK-ARGUMENT...: compile them, as $talk/server and $talk/client
begin_talk() {
    local compiler=$1 server=$2 client=$3
    shift 3
    rm -f "$talk"/*
    "$compiler" "$server" -o "$talk/server" -I"$STAGE/include" "$@" &&
        "$compiler" "$client" -o "$talk/client" -I"$STAGE/include" "$@"
}

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
    sleep 60 1<>"$talk/$name.keys" &
    client_pids+=($!)
}

# say NAME TEXT: type a line in that client, and wait until it shows it as the server's answer.
say() {
    # Opened for reading too, which does not wait for a client that has gone.
    echo "$2" 1<>"$talk/$1.keys"
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
