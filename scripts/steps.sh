# shellcheck shell=bash
# Sourced after common.sh: runs the steps of a check and adds up what they counted.

logs=$TARGET/check-logs
mkdir -p "$logs"
summary=""
total_passed=0
total_failed=0
total_skipped=0

# counts LOG: the passed, failed and skipped tests that a log tells of, if it does. cargo test has a
# line for each binary; the other steps end with "NAME: N passed, N failed", and perhaps ", N skipped".
counts() {
    awk '
        /^test result:/ {cargo = 1; passed += $4; failed += $6; skipped += $8}
        !cargo && match($0, /[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$/) {
            split(substr($0, RSTART), n, /[^0-9]+/); seen = 1
            passed = n[1]; failed = n[2]; skipped = n[3] + 0
        }
        END {if (cargo || seen) print passed + 0, failed + 0, skipped + 0}' "$1"
}

# step NAME SECONDS COMMAND...: run it within that time; a failure shows the end of its log.
step() {
    local name=$1 limit=$2 log=$logs/$1.log status=0 start=$SECONDS passed failed skipped line
    shift 2
    printf '%-18s ' "$name"
    timeout -k 10 "$limit" "$@" >"$log" 2>&1 </dev/null || status=$?
    if ! read -r passed failed skipped < <(counts "$log"); then
        # A step without counts is one test.
        passed=$((status == 0)) failed=0 skipped=0
    fi
    # No step passes that ended badly, or that ran nothing.
    if [ "$failed" = 0 ] && { [ "$status" != 0 ] || [ "$((passed + skipped))" = 0 ]; }; then failed=1; fi
    total_passed=$((total_passed + passed))
    total_failed=$((total_failed + failed))
    total_skipped=$((total_skipped + skipped))
    line=$(printf '%d passed, %d failed, %d skipped, %d s' "$passed" "$failed" "$skipped" $((SECONDS - start)))
    [ "$status" != 124 ] || line="$line: ended after $limit s"
    echo "$line"
    summary+=$(printf '%-18s %s' "$name" "$line")$'\n'
    if [ "$failed" != 0 ]; then
        echo "---- the end of $log ----"
        { grep -aE '^(FAIL|error|test .* FAILED|  *error)' "$log" || true; } | head -n 30
        tail -n 30 "$log"
        echo "----"
    fi
}

# The closing line stands alone, so that other programs can read it.
finish_steps() {
    printf '\n%s\n' "$summary"
    echo "$total_passed passed, $total_failed failed, $total_skipped skipped"
    [ "$total_failed" = 0 ]
}
