# deploy/bench counters: a run of counters/update over many guilds, against the Discord emulator. Sourced by deploy/bench.
# shellcheck shell=bash disable=SC2034,SC2154 # what deploy/bench sets and reads

counter_guilds=${BENCH_COUNTER_GUILDS:-2000}

# Each guild has one counter, of members, which shows 0 and has to be renamed, and the statistic of its members on: a
# run makes two calls for each of them, and stores one sample.
counters_world() {
    awk -v n="$counter_guilds" 'BEGIN {
        printf "{\"guilds\":["
        for (i = 1; i <= n; i++)
            printf "%s{\"id\":\"1%07d\",\"unlisted_members\":500,\"channels\":[" \
                "{\"id\":\"2%07d\",\"name\":\"Server stats\",\"type\":\"category\"}," \
                "{\"id\":\"3%07d\",\"name\":\"Members: 0\",\"type\":\"voice\",\"parent\":\"2%07d\"}]}", \
                (i > 1 ? "," : ""), i, i, i, i
        print "]}"
    }' >"$folder/world.json"
}

counters_database() {
    psql -q -d postgres -c 'DROP DATABASE IF EXISTS counters WITH (FORCE)' -c 'CREATE DATABASE counters'
    export PGDATABASE=counters
    "$kennel" migrate >/dev/null
    "$kennel" token create bench >"$folder/counters-token" 2>/dev/null
    psql -q -v n="$counter_guilds" <<'SQL'
INSERT INTO serverstats_settings (guild_id, enabled_at, switches, counters_category_id)
SELECT 10000000 + i, now(), 17, 20000000 + i FROM generate_series(1, :n) AS i;
INSERT INTO counters (guild_id, counter_type, format, channel_id, name)
SELECT 10000000 + i, 6, 'Members: <value>', 30000000 + i, 'Members: 0' FROM generate_series(1, :n) AS i;
ANALYZE;
SQL
}

control() { fetch --fail -X "$1" "$emulator_url/_control/$2" "${@:3}"; }

# start_emulator CALLS-A-SECOND|off
start_emulator() {
    "$emulator" --world "$folder/world.json" >"$folder/emulator" 2>&1 &
    emulator_process=$!
    await 30 grep -q 'bot token' "$folder/emulator" || fail "the emulator did not start"
    export DISCORD_API_BASE DISCORD_BOT_TOKEN
    DISCORD_API_BASE=$(head -n 1 "$folder/emulator")
    DISCORD_BOT_TOKEN=$(sed -n 's/^bot token: //p' "$folder/emulator")
    emulator_url=${DISCORD_API_BASE%/api/v10}
    [ "$1" = off ] || control PATCH settings --json "{\"global_per_second\":$1}" >/dev/null
}

# figure NAME: of the emulator's.
figure() { control GET figures | grep -o "\"$1\":[0-9.]*" | cut -d: -f2 | xargs printf "%.1f\n"; }

# repeated METHOD PATH: how many of such calls were made more than once.
repeated() {
    control GET "calls?method=$1&path=$2" | grep -o '"path":"[^"]*"' | sort | uniq -d | wc -l
}

# kill_in_the_middle: one worker, once a quarter of the guilds is done.
kill_in_the_middle() {
    local quarter=$((counter_guilds / 4))
    until [ "$(psql -Atc 'SELECT count(*) FROM counter_refreshes')" -ge "$quarter" ]; do sleep 0.05; done
    kill -KILL "$(pgrep -P "$counters_server" -f '^kennel worker' | head -n 1)"
}

# counters_run WORKERS RATE LIMIT|off [kill]: prints the wall time of a run, and checks that every guild was done once.
counters_run() (
    what="$1 workers, limit $3${4:+, one killed}"
    counters_database
    start_emulator "$3"
    export DISCORD_REQUESTS_PER_SECOND=$2 KENNEL_WORKERS=$1 KENNEL_HOME=$folder/counters-home \
        KENNEL_PORT=$((port + 2)) KENNEL_ADMIN_PORT=$((admin_port + 2))
    "$kennel" serve 2>"$folder/counters-log" &
    counters_server=$!
    trap 'kill -TERM $counters_server $emulator_process 2>/dev/null; wait' EXIT
    await 30 fetch --fail "http://127.0.0.1:$KENNEL_ADMIN_PORT/readyz" || fail "the cluster did not get ready"
    control DELETE figures >/dev/null
    [ "${4:-}" != kill ] || kill_in_the_middle &
    fetch --fail --max-time 1200 -X POST -H @<(printf 'Authorization: Bearer %s' "$(<"$folder/counters-token")") \
        "http://127.0.0.1:$KENNEL_PORT/v1/modules/serverstats/counters/update" >/dev/null
    await 1200 counters_are_over || fail "the run did not end"
    seconds=$(psql -Atc 'SELECT round(extract(epoch FROM max(finished_at) - min(started_at)), 2) FROM cluster_runs
        WHERE kind = $$counters_update$$')
    printf '    %-34s %8s s   %6.1f calls/s   most in a second %s   429s %s\n' "$what" "$seconds" \
        "$(figure mean_per_second)" "$(figure greatest_per_second)" "$(figure limited)"
    require "$what: guilds done" "$(psql -Atc 'SELECT count(*) FROM counter_refreshes WHERE failure IS NULL')" \
        at-least "$counter_guilds"
    require "$what: guilds with one sample" "$(psql -Atc 'SELECT count(*) FROM (SELECT FROM statistics_samples
        GROUP BY guild_id HAVING count(*) = 1) AS one')" at-least "$counter_guilds"
    require "$what: channels renamed twice" "$(repeated PATCH '/channels/*')" at-most 0
    [ "${4:-}" = kill ] || require "$what: guilds read twice" "$(repeated GET '/guilds/*')" at-most 0
    [ "$3" = off ] || {
        require "$what: most calls in a second" "$(figure greatest_per_second)" at-most 50
        require "$what: 429s" "$(figure limited)" at-most 0
        [ "${4:-}" = kill ] || require "$what: calls a second" "$(figure mean_per_second)" at-least 45
    }
    exit "$failed"
)

counters_are_over() {
    psql -Atc 'SELECT 1 FROM cluster_runs WHERE kind = $$counters_update$$ AND finished_at IS NOT NULL' | grep -q 1
}

# What storing events is slowed down by a run that goes on beside it, at Discord's rate.
start_emulator_of_guilds() {
    emulator=$(build_release discord-emulator)
    awk -v n="$guilds" -v first="${first_guild%??????}" 'BEGIN {
        printf "{\"guilds\":["
        for (i = 1; i <= n; i++) printf "%s{\"id\":\"%s%06d\",\"unlisted_members\":500}", (i > 1 ? "," : ""), first, i
        print "]}"
    }' >"$folder/world.json"
    start_emulator 50
}

ask_for_run() { # [SECONDS]: waits for its end if given
    fetch --fail --max-time "${1:-10}" -o "$folder/run" -X POST -H @<(printf 'Authorization: Bearer %s' "$(<"$folder/token")") \
        "$url/v1/modules/serverstats/counters/update${1:+?wait=true}"
}

measure_during() {
    export BENCH_EVENT=message
    for _ in $(seq "$rounds"); do
        empty_events
        measure_kennel during.alone events.lua 256
        empty_events
        ask_for_run
        measure_kennel during.run events.lua 256
        ask_for_run
        grep -q 'under way' "$folder/run" || fail "the run was over before the events were: more BENCH guilds are needed"
        ask_for_run 300
    done
    require "messages during a run / without one" "$(ratio "$(median during.run)" "$(median during.alone)")" at-least 0.8
    require "most calls in a second meanwhile" "$(figure greatest_per_second)" at-most 50
}

measure_counters() {
    local workers
    emulator=$(build_release discord-emulator)
    counters_world
    # 10,000 a second is more than the machine makes: the rate as good as switched off.
    for workers in 1 2 3; do counters_run "$workers" 10000 off || failed=1; done
    counters_run 3 10000 off kill || failed=1
    counters_run 3 47 50 || failed=1
    counters_run 3 47 50 kill || failed=1
}
