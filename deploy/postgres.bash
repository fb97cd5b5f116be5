# A private PostgreSQL: one folder, one unix socket, no port. Sourced after common.bash.
# shellcheck shell=bash

# PostgreSQL refuses to run as root, so it runs as the user that Debian's package made for it.
as_postgres() {
    if is_root; then
        (cd / && setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/ "$@")
    else
        "$@"
    fi
}

postgres_tool() {
    local folder
    folder=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    [ -x "$folder/initdb" ] || fail "no PostgreSQL server found in /usr/lib/postgresql"
    printf '%s/%s\n' "$folder" "$1"
}

# postgres_place FOLDER: makes the folder, owned by whom PostgreSQL runs as, and prints where it really is.
# Where that user can't come through (a home folder of mode 700), FOLDER becomes a link to /var/lib.
postgres_place() {
    local folder=$1 real
    if [ ! -e "$folder" ]; then
        mkdir -p "$(dirname "$folder")"
        if is_root && ! as_postgres test -x "$(dirname "$folder")"; then
            mkdir -p /var/lib/kennel
            real=$(mktemp -d /var/lib/kennel/postgres.XXXXXX)
            ln -s "$real" "$folder"
            say "the user postgres can't reach $folder, so its files are in $real"
        else
            mkdir "$folder"
        fi
        real=$(readlink -f "$folder")
        chmod 700 "$real"
        ! is_root || chown postgres: "$real"
    fi
    readlink -f "$folder"
}

# postgres_start FOLDER [SETTING=VALUE…]: creates the server where there is none, starts it, and exports PGHOST,
# PGUSER and PGDATABASE. Only its owner (and root) can reach the socket's folder, so the socket asks no password.
postgres_start() {
    local place options='' setting
    place=$(postgres_place "$1")
    shift
    if [ ! -e "$place/data/PG_VERSION" ]; then
        as_postgres rm -rf "$place/data"
        as_postgres "$(postgres_tool initdb)" -D "$place/data" -U kennel -E UTF8 --locale=C.UTF-8 \
            --auth=trust >/dev/null
    fi
    postgres_stop "$place" # one that a killed script left behind
    postgres_socket=$place/socket
    # A socket's path has 107 bytes at most.
    [ "${#postgres_socket}" -lt 90 ] || postgres_socket=$(as_postgres mktemp -d /tmp/kennel-postgres.XXXXXX)
    as_postgres mkdir -p -m 700 "$postgres_socket"
    for setting in listen_addresses= unix_socket_directories="$postgres_socket" max_connections=200 "$@"; do
        options+=" -c '$setting'"
    done
    as_postgres "$(postgres_tool pg_ctl)" -D "$place/data" -l "$place/log" -o "$options" -w -t 60 -s start \
        || fail "PostgreSQL did not start; its log is $place/log"
    export PGHOST=$postgres_socket PGPORT=5432 PGUSER=kennel PGDATABASE=kennel
    psql -qAtc "SELECT 1 FROM pg_database WHERE datname = 'kennel'" postgres | grep -q 1 || createdb kennel
}

# postgres_stop FOLDER: stops it if it runs; what is committed stays.
postgres_stop() {
    local place
    place=$(readlink -f "$1")
    [ -e "$place/data/postmaster.pid" ] || return 0
    as_postgres "$(postgres_tool pg_ctl)" -D "$place/data" -m fast -w -t 60 -s stop || true
    case "${postgres_socket:-}" in /tmp/kennel-postgres.*) rm -rf "$postgres_socket" ;; esac
}
