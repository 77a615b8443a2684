#!/usr/bin/env bash
# How libevent-rs-run leads a program to our library, and what it refuses.
# shellcheck disable=SC2317 # the functions are called by their names
# shellcheck source=c-tests/run-on-ours/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

test_where() {
    local elsewhere=$work/prefix
    compile program -levent
    on_ours "$work/program"
    mkdir -p "$elsewhere/bin"
    cp "$run" "$elsewhere/bin"
    ln -s "$elsewhere/bin/libevent-rs-run" "$work/linked"
    run=$work/linked
    refused 2 "no libevent_rs.so in $elsewhere/lib, " "$work/program"
    on_ours --lib "$LIBDIR" "$work/program"
    LIBEVENT_RS_LIB=$LIBDIR on_ours "$work/program"
    LIBEVENT_RS_LIB=$LIBDIR refused 2 "no libevent_rs.so in $work;" --lib "$work" "$work/program"
    for place in lib lib/x86_64-linux-gnu lib64; do
        mkdir -p "$elsewhere/$(dirname "$place")"
        ln -s "$LIBDIR" "$elsewhere/$place"
        on_ours "$work/program"
        rm "$elsewhere/$place"
    done
    ok "beside it, by --lib and by LIBEVENT_RS_LIB"
}

# The dynamic linker splits lists at spaces, or at colons.
test_odd_names() {
    compile program -levent
    ln -s "$LIBDIR" "$work/link with space"
    # What counts is where the link leads.
    on_ours --preload --lib "$work/link with space" "$work/program"
    mkdir "$work/a b" "$work/a:b"
    cp -P "$LIBDIR"/libevent*.so* "$work/a b"
    cp -P "$LIBDIR"/libevent*.so* "$work/a:b"
    refused 2 "fit into LD_PRELOAD, and this does not" --preload --lib "$work/a b" "$work/program"
    refused 2 "fit into LD_LIBRARY_PATH, and this does not" --lib "$work/a:b" "$work/program"
    LIBDIR="$work/a b" on_ours --lib "$work/a b" "$work/program"
    ok "directories that do not fit into a list"
}

test_line() {
    local from=/lib/x86_64-linux-gnu
    compile program -levent
    compile split "${split[@]}"
    on_ours "$work/program"
    local line="libevent-rs-run: program: $from/libevent-2.1.so.7 -> $LIBDIR/libevent_rs.so (LD_LIBRARY_PATH)"
    [ "$(cat "$work/err")" = "$line" ] || fail "$(cat "$work/err")"
    on_ours --preload "$work/split"
    said "$from/libevent_pthreads-2.1.so.7 -> $LIBDIR/libevent_rs.so; "
    said "; $from/libevent_openssl-2.1.so.7 -> $LIBDIR/libevent_openssl-2.1.so.7 (LD_PRELOAD)"
    on_ours --quiet "$work/program"
    [ ! -s "$work/err" ] || fail "--quiet: $(cat "$work/err")"
    LD_LIBRARY_PATH=$LIBDIR on_ours "$work/program"
    said "is on ours already"
    ok "one line, or none"
}

test_process() {
    compile program -levent
    start out "$run" --quiet "$work/program" wait "" "two words" $'\xff'
    wait_for 10 grep -q '^library' "$work/out" || fail "does not start: $(cat "$work/out")"
    expect_mapped "$pid"
    grep -qx "process $pid" "$work/out" || fail "is another process than $pid: $(cat "$work/out")"
    printf 'argument %s\n' "$work/program" wait "" "two words" $'\xff' >"$work/expected"
    grep -a '^argument' "$work/out" | cmp - "$work/expected" || fail "arguments: $(cat "$work/out")"
    kill -TERM "$pid"
    status=0
    wait "$pid" || status=$?
    [ "$status" = 42 ] || fail "its handler of SIGTERM ends it with 42, not $status"
    started "$work/program" exit 7
    [ "$status" = 7 ] || fail "exit status $status"
    # A signal that kills it kills the process that was started.
    start out "$run" --quiet "$work/program" wait
    wait_for 10 grep -q '^library' "$work/out" || fail "does not start: $(cat "$work/out")"
    kill -KILL "$pid"
    status=0
    wait "$pid" 2>/dev/null || status=$?
    [ "$status" = 137 ] || fail "killed, it ends with $status"
    # Under nohup(1), and the like.
    grep -q '1$' <(trap '' HUP && exec "$run" --quiet "$(command -v grep)" SigIgn /proc/self/status) ||
        fail "a signal that was ignored is not"
    # The name that was typed stays the program's own.
    PATH=$work:$PATH on_ours program
    grep -qx "argument program" "$work/out" || fail "$(cat "$work/out")"
    ok "the same process, arguments, signals and exit status"
}

test_split() {
    compile split "${split[@]}"
    compile both -levent "${split[@]}"
    for program in split both; do
        on_ours "$work/$program"
        on_ours --path "$work/$program"
        on_ours --preload "$work/$program"
        grep -q "^library .*/libevent_openssl" "$work/out" || fail "no libevent_openssl: $(cat "$work/out")"
    done
    ok "core, extra, pthreads, openssl"
}

test_bundled() {
    bundle
    compile plain -levent "${with_rpath[@]}"
    compile split "${split[@]}" "${with_rpath[@]}"
    compile runpath -levent -Wl,--enable-new-dtags "-Wl,-rpath,$work/bundle"
    for program in plain split; do
        "$work/$program" | grep "^library $work/bundle/" >/dev/null || fail "$program does not run on its own libevent"
        on_ours "$work/$program"
        said "(LD_PRELOAD)"
        refused 2 "would still use $work/bundle/" --path "$work/$program"
        # By a link, the bundle is still where the file is.
        mkdir -p "$work/links"
        ln -s "$work/$program" "$work/links/$program"
        on_ours "$work/links/$program"
        said "$work/bundle/"
    done
    on_ours "$work/runpath"
    said "$work/bundle/libevent-2.1.so.7 -> $LIBDIR/libevent_rs.so (LD_LIBRARY_PATH)"
    ok "DT_RPATH by LD_PRELOAD, DT_RUNPATH by LD_LIBRARY_PATH"
}

# What the caller has set is kept, behind ours.
test_environment() {
    compile program -levent
    mkdir "$work/other"
    gcc -shared -o "$work/other/libother.so" -x c /dev/null
    gcc -shared -o "$work/preloaded.so" -x c /dev/null
    compile needing -levent -L"$work/other" -lother
    LD_LIBRARY_PATH=$work/other on_ours "$work/needing"
    refused 2 "cannot be loaded: libother.so not found" "$work/needing"
    refused 2 "cannot be loaded: libother.so not found" --check "$work/needing"
    # shellcheck disable=SC2016
    printf '#!/bin/sh\necho "$LD_LIBRARY_PATH|$LD_PRELOAD"\n' >"$work/script"
    chmod +x "$work/script"
    LD_LIBRARY_PATH=/a:/b started "$work/script"
    [ "$(cat "$work/out")" = "$LIBDIR:/a:/b|" ] || fail "$(cat "$work/out")"
    LD_LIBRARY_PATH="" started "$work/script"
    [ "$(cat "$work/out")" = "$LIBDIR|" ] || fail "$(cat "$work/out")"
    LD_PRELOAD=$work/preloaded.so started --preload "$work/script"
    [[ $(cat "$work/out") == "|$LIBDIR/libevent_rs.so:"*":$work/preloaded.so" ]] || fail "$(cat "$work/out")"
    # The original, preloaded by its path, would be there beside ours.
    LD_PRELOAD=$system/libevent-2.1.so.7 refused 2 "would still use $system/libevent-2.1.so.7" "$work/program"
    ok "lists of the caller"
}

test_script() {
    compile program -levent
    printf '#!/bin/sh -e\n%s/program exit 5\n' "$work" >"$work/script"
    printf 'echo hello\n' >"$work/text"
    chmod +x "$work/script" "$work/text"
    started "$work/script"
    [ "$status" = 5 ] || fail "status $status"
    grep -qx "library $LIBDIR/libevent_rs.so" "$work/out" || fail "ran on $(cat "$work/out")"
    said "script: a script for /bin/sh; what it starts finds ours (LD_LIBRARY_PATH)"
    refused 126 "neither an ELF file nor a script" "$work/text"
    refused 2 "a script; --check the program" --check "$work/script"
    printf '#!/no/such/interpreter\n' >"$work/script"
    refused 127 "cannot be run" "$work/script"
    ok "what it starts is on ours"
}

test_unusable() {
    compile program -levent
    touch "$work/file"
    refused 127 "no-such-program: not found" no-such-program
    refused 127 "not found" "$work/no-such-program"
    refused 126 "not executable" "$work/file"
    refused 126 "a directory" "$work"
    refused 2 "a program is missing"
    refused 2 "there is no option --odd" --odd "$work/program"
    echo 'int main(void) { return 0; }' >"$work/empty.c"
    gcc -static -o "$work/static" "$work/empty.c"
    refused 2 "a static program" "$work/static"
    patched() { # NAME OFFSET BYTES: a copy of the program with other bytes there
        cp "$work/program" "$work/$1"
        printf "%b" "$3" | dd of="$work/$1" bs=1 seek="$2" conv=notrunc status=none
    }
    # In an ELF file the class is at 4, the machine at 18.
    patched small 4 '\x01'
    refused 2 "for a 32-bit machine, but our library is for x86-64" "$work/small"
    patched other 18 '\xb7\x00'
    refused 2 "for AArch64, but our library is for x86-64" "$work/other"
    head -c 1000 "$work/program" >"$work/broken"
    chmod +x "$work/broken"
    refused 2 "a broken ELF file" "$work/broken"
    gcc -o "$work/foreign" "$work/empty.c" -Wl,--dynamic-linker=/lib/ld-musl-x86_64.so.1
    refused 2 "asks for the dynamic linker /lib/ld-musl-x86_64.so.1" "$work/foreign"
    gcc -o "$work/lost" "$work/empty.c" -Wl,--dynamic-linker=/lib/ld-linux-lost.so.1
    refused 2 "the dynamic linker fails: /lib/ld-linux-lost.so.1" "$work/lost"
    ok "each with its own words"
}

# A library of the program's that is older than the one it was linked with.
test_old_library() {
    local library=(gcc -shared -o "$work/libversion.so" "-Wl,-soname,libversion.so,--version-script=$work/versions" -x c -)
    echo 'OLD {}; NEW { global: function; };' >"$work/versions"
    echo 'void function(void) {}' | "${library[@]}"
    compile program -levent -L"$work" -lversion "-Wl,-rpath,$work" -Wl,-u,function
    on_ours "$work/program"
    echo 'OLD { global: function; };' >"$work/versions"
    echo 'void function(void) {}' | "${library[@]}"
    refused 2 "version \`NEW' not found" "$work/program"
    refused 2 "version \`NEW' not found" --check "$work/program"
    ok "told of, and not started"
}

test_other_abi() {
    local name
    for name in libevent-2.0.so.5 libevent_core-2.2.so.1 libevent-1.4.so.2; do
        gcc -shared -o "$work/libold.so" -Wl,-soname,"$name" -x c /dev/null
        # It is refused whether that library is there or not.
        compile old -levent -L"$work" -lold
        refused 2 "asks for $name, another libevent than 2.1's" "$work/old"
        mv "$work/libold.so" "$work/$name"
        LD_LIBRARY_PATH=$work refused 2 "asks for $name, another libevent" "$work/old"
        LD_LIBRARY_PATH=$work refused 2 "asks for $name, another libevent" --check "$work/old"
    done
    ok "2.0, 2.2 and 1.4"
}

test_without_libevent() {
    started "$(command -v true)"
    [ "$status" = 0 ] || fail "status $status"
    said "true: asks for no libevent; what it loads later, or starts, finds ours (LD_LIBRARY_PATH)"
    # What it loads later is ours in both ways.
    cat >"$work/later.c" <<'EOF'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
int main(int argc, char **argv) {
	void *library = argc > 1 ? dlopen(argv[1], RTLD_NOW) : 0;
	Dl_info info;
	void *function = library ? dlsym(library, "event_base_new") : 0;
	if (!function || !dladdr(function, &info))
		return 1;
	printf("library %s\n", info.dli_fname);
	return 0;
}
EOF
    gcc -Wall -o "$work/later" "$work/later.c" -ldl
    for way in --path --preload; do
        for library in libevent-2.1.so.7 libevent_core-2.1.so.7; do
            started --quiet "$way" "$work/later" "$library"
            [ "$status" = 0 ] || fail "$way $library: status $status"
            [ "$(realpath "$(sed 's/^library //' "$work/out")")" = "$LIBDIR/libevent_rs.so" ] ||
                fail "$way $library: $(cat "$work/out")"
        done
    done
    ok "it runs, and what it loads later is ours"
}

# Programs that get rights which their caller has not. What the system does with each is looked at first.
test_privileged() {
    [ "$(id -u)" = 0 ] || skip "needs root"
    local file=$work/program mine=$work/mine/bin/libevent-rs-run
    local nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups)
    compile program -levent
    # Nobody may not be let into the directory of the build.
    mkdir -p "$work/mine/bin" "$work/mine/lib"
    cp "$run" "$work/mine/bin"
    cp -P "$LIBDIR"/libevent*.so* "$work/mine/lib"
    LIBDIR=$work/mine/lib
    printf '#!/bin/sh\nexec %s "%s" "$@"\n' "${nobody[*]}" "$mine" >"$work/nobody"
    printf '#!/bin/sh\nexec %s --no-new-privs "%s" "$@"\n' "${nobody[*]}" "$mine" >"$work/bound"
    chmod +x "$work/nobody" "$work/bound"
    ignores_environment() { ! LD_LIBRARY_PATH=$LIBDIR "$@" | grep "^library $LIBDIR" >/dev/null; }

    run=$work/nobody on_ours "$file"
    chmod 4755 "$file"
    ignores_environment "${nobody[@]}" "$file" || skip "no set-user-ID programs here"
    run=$work/nobody refused 2 "set-user-ID, so the dynamic linker ignores the environment" "$file"
    # Root's own gives root nothing, and with no_new_privs it gives nobody anything.
    run=$mine on_ours "$file"
    run=$work/bound on_ours "$file"
    chown 65534 "$file" && chmod 4755 "$file"
    ignores_environment "$file" || fail "set-user-ID has no effect"
    run=$mine refused 2 "set-user-ID, so" "$file"

    chown 0:65534 "$file" && chmod 2755 "$file"
    ignores_environment "$file" || fail "set-group-ID has no effect"
    run=$mine refused 2 "set-group-ID, so" "$file"
    # The same bit, but nothing that the group may execute.
    chmod 2745 "$file"
    run=$mine on_ours "$file"

    chown 0:0 "$file" && chmod 755 "$file"
    setcap cap_net_bind_service+ep "$file" || skip "no file capabilities here"
    ignores_environment "${nobody[@]}" "$file" || fail "capabilities have no effect"
    run=$work/nobody refused 2 "has file capabilities, so" "$file"
    ignores_environment "${nobody[@]}" --no-new-privs "$file" || fail "capabilities have no effect with no_new_privs"
    run=$work/bound refused 2 "has file capabilities, so" "$file"
    run=$mine on_ours "$file"
    ok "set-user-ID, set-group-ID, capabilities, and where they mean nothing"
}

test_of "$2"
