# What the scripts in deploy/ share. Sourced, never run.
# shellcheck shell=bash

shopt -s inherit_errexit # a build that fails in $(…) ends the script

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)

say() { printf '%s\n' "kennel: $*" >&2; }

fail() {
    say "$*"
    exit 1
}

# show_help ARGUMENT…: with -h or --help among them, prints the comment at the top of the script and ends it.
show_help() {
    local word
    for word in "$@"; do
        case $word in
            -h | --help)
                sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
                exit 0
                ;;
        esac
    done
}

is_root() { [ "$(id -u)" = 0 ]; }

# A shell started with & hands SIGINT on as "ignored", and what is ignored at the start can't be trapped.
# Starts the script again with the signal as it should be.
restore_interrupt() {
    local ignored
    ignored=$(awk '/^SigIgn/ { print $2 }' "/proc/$$/status")
    if (((16#$ignored >> 1) & 1)) && [ -z "${KENNEL_RESTARTED:-}" ]; then
        KENNEL_RESTARTED=1 exec env --default-signal=INT,QUIT bash "$0" "$@"
    fi
    unset KENNEL_RESTARTED
}

# need_packages PACKAGE…: installs the Debian packages that are missing, or says which.
need_packages() {
    local package missing=()
    command -v dpkg-query >/dev/null || return 0
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] \
            || missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    is_root || fail "these Debian packages are needed, as root: apt-get install ${missing[*]}"
    say "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# Puts the Swift toolchain on the PATH, wherever it was unpacked.
find_swift() {
    local folder
    for folder in '' "${SWIFT_HOME:-/opt/swift}/usr/bin" /usr/share/swift/usr/bin "$HOME/.local/share/swiftly/bin"; do
        [ -z "$folder" ] || PATH="$folder:$PATH"
        command -v swift >/dev/null && return 0
    done
    fail "no Swift toolchain (6.2 or later) found: put its usr/bin on the PATH, or set SWIFT_HOME"
}

# build_release [PRODUCT]: builds a release binary, kennel's unless told otherwise, and prints its path.
build_release() {
    local product=${1:-kennel}
    local options=(-c release --static-swift-stdlib --product "$product" --package-path "$root")
    say "building $product (the first time takes some minutes)"
    swift build "${options[@]}" >&2
    printf '%s/%s\n' "$(swift build "${options[@]}" --show-bin-path)" "$product"
}

# await SECONDS COMMAND…: repeats a command until it succeeds.
await() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.05
    done
}

fetch() { curl --noproxy '*' --silent --show-error --max-time 10 "$@"; }
