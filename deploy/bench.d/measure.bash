# How deploy/bench measures: wrk against Kennel or nginx, pgbench against PostgreSQL, /proc for CPU and memory.
# Sourced after common.bash.
# shellcheck shell=bash disable=SC2034,SC2154 # what deploy/bench sets and reads

declare -A samples=() # name → its values, one a round

note() { samples[$1]+="$2 "; }

# median NAME
median() {
    tr ' ' '\n' <<<"${samples[$1]}" | grep . | sort -n \
        | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# shellcheck disable=SC2046 # a word for each process
kennel_processes() { printf '%s\n' "$server" $(<"/proc/$server/task/$server/children"); }
kennel_workers() { pgrep -P "$server" -f '^kennel worker'; }

# User and system time of all of Kennel's processes, in microseconds.
kennel_cpu() {
    local pid
    for pid in $(kennel_processes); do cat "/proc/$pid/stat" 2>/dev/null || true; done \
        | sed 's/.*) //' | awk -v hz="$(getconf CLK_TCK)" '{ t += $12 + $13 } END { printf "%d\n", t * 1000000 / hz }'
}

# wrk_run URL SCRIPT CONNECTIONS: prints requests/s, p50 and p99 in ms, failures, requests.
wrk_run() {
    wrk -t2 -c"$3" -d"${seconds}s" --timeout 10s -s "$bench/$2" "$1" \
        | awk '/^RESULT/ { printf "%.0f %.2f %.2f %d %d\n", $2 * 1e6 / $3, $4 / 1000, $5 / 1000, $6, $2; found = 1 }
               END { exit !found }'
}

# measure_kennel NAME SCRIPT CONNECTIONS
measure_kennel() {
    local before rate p50 p99 failures requests cpu
    before=$(kennel_cpu)
    read -r rate p50 p99 failures requests < <(wrk_run "$url" "$2" "$3")
    cpu=$(awk -v used=$(($(kennel_cpu) - before)) -v n="$requests" 'BEGIN { printf "%.1f", used / n }')
    note "$1" "$rate"
    note "$1.p50" "$p50"
    note "$1.p99" "$p99"
    printf '    %-34s %8s/s   p50 %7s ms   p99 %7s ms   CPU %6s µs a request   failures %s\n' \
        "kennel, $3 connections" "$rate" "$p50" "$p99" "$cpu" "$failures"
    [ "$failures" = 0 ] || failed=1
}

# measure_nginx CONNECTIONS
measure_nginx() {
    local rate p50 p99 rest
    read -r rate p50 p99 rest < <(wrk_run "http://127.0.0.1:$nginx_port/" plain.lua "$1")
    note "nginx.$1" "$rate"
    printf '    %-34s %8s/s   p50 %7s ms   p99 %7s ms\n' "nginx, $1 connections" "$rate" "$p50" "$p99"
}

# measure_pgbench NAME SCRIPT CLIENTS
measure_pgbench() {
    local rate
    rate=$(pgbench -n -M prepared -c "$3" -j 2 -T "$seconds" -f "$bench/$2" \
        -D guilds="$guilds" -D first_guild="$first_guild" -D kind="${kind:-0}" 2>/dev/null \
        | awk '/^tps/ { printf "%.0f\n", $3 }')
    note "$1" "$rate"
    printf '    %-34s %8s/s\n' "pgbench $2, $3 clients" "$rate"
}

# require WHAT VALUE at-least|at-most BOUND
require() {
    local verdict=ok
    awk -v v="$2" -v b="$4" -v how="$3" 'BEGIN { exit !(how == "at-least" ? v >= b : v <= b) }' || {
        verdict=MISSED
        failed=1
    }
    printf '  %-58s %8s   %s %s   %s\n' "$1" "$2" "${3/-/ }" "$4" "$verdict"
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f\n", a / b }'; }

# largest_resident VmRSS|VmHWM: of the workers, in MB.
largest_resident() {
    local pid
    for pid in $(kennel_workers); do
        awk -v f="$1:" '$1 == f { printf "%.1f\n", $2 / 1024 }' "/proc/$pid/status"
    done | sort -n | tail -n 1
}
