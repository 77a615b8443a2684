#!/usr/bin/env bash
# The generator of our stage: what it makes of c-tests/rpcgen/*.rpc compiles as C and as C++, with our headers and with
# the system's, and does what it should, on our library or on the system's. Then examples-c/rpc-server and rpc-client.
#
#   c-tests/rpcgen.sh [--system] [STAGE_DIR]
set -euo pipefail
# shellcheck source=c-tests/examples-lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/examples-lib.sh"

rpcgen=$stage/bin/event_rpcgen
[ -x "$rpcgen" ] || die "no bin/event_rpcgen in $stage"
tests=$ROOT/c-tests/rpcgen
c99=(gcc -std=c99 -pedantic -g -Wall -Wextra -Werror)
gnu99=(gcc -std=gnu99 -Wall -Wextra -Werror -Wstrict-prototypes -Wmissing-prototypes)
strict=(gcc -std=c99 -Wall -Wextra -Werror -Wdeclaration-after-statement -Wshadow -Wconversion -Wno-sign-conversion)
cplusplus=(g++ -Wall -Wextra -Werror -x c++)

generate() { # NAME: from c-tests/rpcgen into the directory of work
    cp "$tests/$1.rpc" "$work/gen" && (cd "$work/gen" && "$rpcgen" --quiet "$1.rpc") || return 1
    [ -s "$work/gen/$1.gen.h" ] && [ -s "$work/gen/$1.gen.c" ]
}

# compiles WITH-HEADERS COMMAND...: the generated files, and the programs except memory, which is C
compiles() {
    local headers=$1 file
    shift
    for file in "$work"/gen/*.gen.c "$tests"/{kinds,hostile}.c; do
        "$@" "${include[@]}" -I"$work/gen" -c -o "$work/$headers-$(basename "$file").o" "$file" || return 1
    done
}

# is_ok PROGRAM [ARG...]: under valgrind if it is there
is_ok() {
    local run=() said
    ! command -v valgrind >/dev/null || run=(valgrind -q --leak-check=full --error-exitcode=9)
    said=$(timeout 100 "${run[@]}" "$work/$1" "${@:2}" 2>&1) || { echo "$said"; echo "exit status $?"; return 1; }
    [[ $said = ok* ]] || { echo "$said"; return 1; }
}

# builds NAME COMMAND...: a program with the generated code
builds() {
    local name=$1
    shift
    "$@" "${include[@]}" -I"$work/gen" -o "$work/$name" "$tests/$name.c" "$work"/gen/*.gen.c "${link[@]}"
}

# Many more messages that are wrong, for generated code that was compiled to check itself.
checks_itself() {
    builds hostile "${c99[@]}" -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined || return 1
    timeout 100 "$work/hostile" 200000
}

# The generated code allocates through functions that the program has.
memory_builds() {
    "${c99[@]}" "${include[@]}" -I"$work/gen" -Dmalloc=test_malloc -Dcalloc=test_calloc -Drealloc=test_realloc \
        -c -o "$work/kinds-test.o" "$work/gen/kinds.gen.c" || return 1
    "${c99[@]}" "${include[@]}" -I"$work/gen" -o "$work/memory" "$tests/memory.c" "$work/kinds-test.o" "${link[@]}"
}

# ---- the command line ----

names_of_files() (
    mkdir -p "$work/names/sub.d" && cd "$work/names" || exit 1
    echo 'struct a { int b = 1; }' >sub.d/x.rpc
    "$rpcgen" sub.d/x.rpc >said && "$rpcgen" --quiet sub.d/x.rpc y.c && "$rpcgen" --quiet sub.d/x.rpc h c || exit 1
    grep -q sub.d/x.gen.h said || exit 1
    diff - <(find . -type f | sort) <<'END' || exit 1
./c
./h
./said
./sub.d/x.gen.c
./sub.d/x.gen.h
./sub.d/x.rpc
./y.c
./y.h
END
    grep -q '"y.h"' y.c && grep -q '"h"' c && grep -q 'ifndef EVENT_RPCOUT_SUB_D_X_RPC_$' h
)

# refuses TEXT ARG...: with exit status 1, and nothing is made
refuses() {
    local expected=$1 status=0
    shift
    "$rpcgen" --quiet "$@" >"$work/out" 2>&1 || status=$?
    [ "$status" = 1 ] && grep -qF -- "$expected" "$work/out" || { echo "exit status $status"; cat "$work/out"; return 1; }
}

wrong_file() {
    printf 'struct a {\n\tint b = 1;\n\tint c = 1\n}\n' >"$work/wrong.rpc"
    echo old >"$work/wrong.gen.h"
    refuses "$work/wrong.rpc:3: expected ';' behind the tag of 'c', found '}'" "$work/wrong.rpc" || return 1
    [ "$(cat "$work/wrong.gen.h")" = old ] && [ ! -e "$work/wrong.gen.c" ]
}

helps() { "$rpcgen" --help | grep -q '^usage: '; }

# ---- the examples ----

example_compiles() {
    "$rpcgen" --quiet examples-c/rpc-service.rpc "$work/rpc-service.gen.h" "$work/rpc-service.gen.c" || return 1
    gcc -std=c99 -Wall -Wextra -Werror "${flags[@]}" -I"$work" -o "$work/$1" "examples-c/$1.c" "$work/rpc-service.gen.c" -levent
}

# client STATUS TEXT ARG...: the original warns besides
client() {
    local status=0
    timeout 20 "${asked_by[@]}" "$work/rpc-client" "$port" "${@:3}" >"$work/client.log" 2>&1 || status=$?
    [ "$status" = "$1" ] && diff - <(grep -v '^\[warn\] ' "$work/client.log") <<<"$2" || { echo "exit status $status"; return 1; }
}

server_stops() {
    kill -INT "$server"
    ends "$server" 0
}

# service WHAT: a server, and what it is asked. What runs them is in served_by and asked_by.
served_by=()
asked_by=()
service() {
    : >"$work/server.log"
    "${served_by[@]}" "$work/rpc-server" 0 >"$work/server.log" 2>&1 </dev/null &
    server=$!
    pids+=("$server")
    wait_for 10 says server.log listening || true
    port=$(awk '{print $NF}' "$work/server.log")
    [ -n "${served_by[*]}" ] || try "$1: on its library" on_right_library "$server"
    try "$1: nothing there yet" client 1 "blue: not there" get blue
    try "$1: put" client 0 "1 key" put blue 0000ff
    try "$1: put more" client 0 "2 keys" put red ff0000
    try "$1: put again" client 0 "2 keys, it was: 0000ff" put blue 00f
    try "$1: get" client 0 "blue: 00f
red: ff0000" get blue red
    try "$1: get one of them" client 1 "red: ff0000
green: not there" get red green
    try "$1: the server stops" server_stops
    try "$1: nobody serves" client 1 "no answer that makes sense" get blue
}

for name in names_of_files wrong_file helps; do try "command line: $name" "$name"; done
try "command line: no such file" refuses "$work/none.rpc: " "$work/none.rpc"
try "command line: no file" refuses "expected RPC-FILE"

mkdir "$work/gen"
for name in kinds includes numbers; do try "$name.rpc" generate "$name"; done
ours=(-I"$stage/include")
theirs=()
link=(-levent)
[ -n "$system" ] || link=(-L"$stage/lib" -levent)
for headers in ours theirs; do
    if [ $headers = ours ]; then include=("${ours[@]}"); else include=("${theirs[@]}"); fi
    try "$headers: C99, pedantic" compiles $headers "${c99[@]}"
    try "$headers: GNU C, prototypes" compiles $headers "${gnu99[@]}"
    try "$headers: more warnings" compiles $headers "${strict[@]}"
    try "$headers: C++" compiles $headers "${cplusplus[@]}"
    try "$headers: kinds builds" builds kinds "${c99[@]}"
    try "$headers: kinds" is_ok kinds
    try "$headers: kinds builds as C++" builds kinds "${cplusplus[@]}"
    try "$headers: kinds as C++" is_ok kinds
    try "$headers: hostile builds" builds hostile "${c99[@]}"
    try "$headers: hostile" is_ok hostile 1000
    try "$headers: memory builds" memory_builds
    try "$headers: memory" is_ok memory
done

try "hostile: 200,000 messages" checks_itself

for name in rpc-server rpc-client; do try "$name compiles" example_compiles "$name"; done
service "the service"
# The other one is on the system's library.
if [ -z "$system" ]; then
    served_by=(env -u LD_LIBRARY_PATH)
    service "a server on the system's library"
    served_by=()
    asked_by=(env -u LD_LIBRARY_PATH)
    service "a client on the system's library"
fi
echo "rpcgen: $passed passed, $failed failed"
[ "$failed" = 0 ]
