#!/usr/bin/env bash
# Measures what the tools that call jeton wait for; --help says how.
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.."
# shellcheck disable=SC1091 source=tests/tools/steps.sh
. tests/tools/steps.sh
# shellcheck disable=SC1091 source=tests/tools/packages.sh
. tests/tools/packages.sh
# shellcheck disable=SC1091 source=tests/bench/peers.sh
. tests/bench/peers.sh
# shellcheck disable=SC1091 source=tests/bench/oidc_agent.sh
. tests/bench/oidc_agent.sh

rounds=200
peers=''
arguments="$*"
log=$PWD/build/bench.log
benchmarks=$PWD/build/benchmarks
folder='' prefix='' sandbox_id=''
profile=studyteam # of the sandbox; what is asked for a token
few=5 more=1000 many=10000
longest_cached=150 longest_requests=60 # seconds that each comparison may take

usage() {
  cat <<'EOT'
Usage: tests/bench/run.sh [--peers] [ROUNDS]

Builds jeton as install.sh does, runs its programs and /bin/true in turn, and
writes what it found to docs/performance.md and docs/performance.svg. Only what
is measured in one run can be compared. Within minutes, whatever ROUNDS is.

  --peers  install other credential helpers with apt, and run them as well
  ROUNDS   how often each program is started; 200 unless set
EOT
}

main() {
  while (($#)); do
    case $1 in
      --peers) peers=yes ;;
      -h | --help) usage && return ;;
      [1-9] | [1-9][0-9] | [1-9][0-9][0-9] | [1-9][0-9][0-9][0-9]) rounds=$1 ;;
      *) fail "unknown argument $1; --help shows those that there are" ;;
    esac
    shift
  done
  umask 022 # a plugin that others can write is refused
  own_folder "$PWD/build"
  : >"$log"
  provide
  build
  make_folder
  step 'Installing into a folder of its own' cmake --install build/release --prefix "$prefix"
  start_sandbox
  cut -d " " -f 1-3 /proc/loadavg >"$folder/load"
  make_homes
  collect_cached
  step "Starting programs with a cached token in turn, $rounds times" measure_all_cached
  step 'Starting what asks for a token in turn' measure_requests
  step 'Counting instructions' count_instructions
  step 'Measuring the parts' measure_parts
  end_all
  report
}

# Only what a build and the comparison with curl need has to be there.
provide() {
  local package optional=(libbenchmark-dev valgrind)
  if ! has_apt; then
    provide_packages
    return
  fi
  provide_packages curl
  [[ ! $peers ]] || optional+=("${peer_packages[@]}")
  for package in "${optional[@]}"; do
    (install_packages "$package") || say "Going on without $package"
  done
}

build() {
  step 'Configuring build/release' cmake --preset release
  step 'Building build/release' cmake --build --preset release
  step 'Configuring build/benchmarks' cmake -S tests/bench -B "$benchmarks" -G Ninja
  step 'Building build/benchmarks' cmake --build "$benchmarks"
}

# Everything else happens in there. Measured is what people run, an installation: programs that lie in the page cache as
# the linker wrote them, in small pieces, take a tenth longer to start.
make_folder() {
  folder=$(mktemp --directory --tmpdir jeton-bench.XXXXXX)
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  prefix=$folder/jeton
  clean=(env --ignore-environment "PATH=$PATH" LANG=C.UTF-8 GIT_CONFIG_NOSYSTEM=1 "HOME=$folder" "TMPDIR=$folder")
  : >"$folder/skipped"
  : >"$folder/running"
}

clean_up() {
  local status=$?
  trap - EXIT
  end_all
  rm -rf "$folder"
  exit "$status"
}

end_all() {
  set +e
  end_peers
  if [[ $sandbox_id ]]; then
    kill "$sandbox_id" && wait "$sandbox_id"
    sandbox_id=
  fi
  set -e
} 2>/dev/null

# It also ends when its standard input does, however this script ends.
start_sandbox() {
  local line=''
  coproc sandbox {
    exec "${clean[@]}" "$prefix/libexec/jeton/jeton-sandbox" --dir "$folder/sandbox" --until-eof 2>>"$log"
  }
  # shellcheck disable=SC2154 # coproc sets it
  sandbox_id=$sandbox_PID
  # shellcheck disable=SC2154
  while [[ $line != ready ]]; do
    IFS= read -r -t 20 line <&"${sandbox[0]}" || fail "the sandbox did not start; $log has what it said"
  done
  url=$(sed -n '/^\[profile\.'"$profile"'\]/,/^$/s/^urls = \["\([^"]*\)".*/\1/p' "$folder/sandbox/config.toml")
  [[ $url ]] || fail "the sandbox's configuration has no URL for $profile"
}

# A home for each number of profiles, with the sandbox's first five, a cached token for each of the others, and routes
# that need no further look at the configuration.
make_homes() {
  local count
  for count in "$few" "$more" "$many"; do
    step "Making a home with $count profiles and their tokens" make_home "$count"
  done
  printf 'protocol=https\nhost=%s\ncapability[]=authtype\ncapability[]=state\nwwwauth[]=Bearer\n\n' "${url#https://}" \
    >"$folder/git-get"
  printf 'protocol=https\nhost=foreign.example.com\n\n' >"$folder/git-foreign"
  printf 'protocol=https\nhost=%s\nusername=oauth2\npassword=%s\n\n' "${url#https://}" \
    "$(jeton "$few" token "$profile")" >"$folder/git-store"
  printf '%s' "${url#https://}" >"$folder/docker-get"
}

make_home() {
  local count=$1 home=$folder/home-$1 cache token tries
  mkdir -m 700 "$home"
  {
    awk -v most="$few" '/^\[profile\./ { ++seen } seen <= most' "$folder/sandbox/config.toml"
    other_profiles "$((count - few))"
  } >"$home/config.toml"
  # Routes made within a clock tick of a change to the configuration are not kept: until the tick is over.
  for ((tries = 0; tries < 50; ++tries)); do
    jeton "$count" token "$profile" >/dev/null
    ! grep -qs '^settled=yes' "$home"/.cache/jeton/*.routes || break
    sleep 0.1
  done
  cache=$home/.cache/jeton
  token=$(token_file "$count")
  # A token's file is named after its profile and what the profile sends; the routes have both.
  sed -n 's/^profile \(other-[0-9]*\)\t.*\tid=\([^\t]*\)\t.*/\1.\2.token/p' "$cache"/*.routes >"$home/tokens"
  (($(wc -l <"$home/tokens") == count - few)) || fail "the routes have not all of $count profiles"
  if [[ -s $home/tokens ]]; then
    # shellcheck disable=SC2016 # for the inner shell
    (cd "$cache" && xargs --arg-file="$home/tokens" sh -c 'tee "$@" <"$0" >/dev/null' "$token")
    (cd "$cache" && xargs --arg-file="$home/tokens" touch --reference="$token")
  fi
}

# On both sides of the one that is asked for, wherever they are sorted.
other_profiles() {
  awk -v count="$1" -v quote="'" 'BEGIN {
    for (i = 1; i <= count; ++i) {
      host = (i % 2 ? "a" : "z") i ".example.com"
      printf "\n[profile.other-%d]\nprovider = \"generic\"\ntoken_url = \"https://%s/oauth/token\"\n", i, host
      printf "urls = [\"https://%s\"]\nclient_id = \"%d\"\nclient_secret = { env = \"NO_SECRET\" }\n", host, i
    }
  }'
}

# home_of COUNT: what makes a program use the home with so many profiles.
home_of() { printf '%s\n' "HOME=$folder/home-$1" "JETON_CONFIG=$folder/home-$1/config.toml"; }

# jeton COUNT ARGUMENT…: with so many profiles.
jeton() {
  local environment
  mapfile -t environment < <(home_of "$1")
  timeout 60 "${clean[@]}" "${environment[@]}" "$prefix/bin/jeton" "${@:2}"
}

token_file() { printf '%s' "$folder/home-$1/.cache/jeton/$profile".*.token; }

# measure_cached LABEL PROFILES INPUT-FILE [NAME=VALUE]… PATH [ARGUMENT]…: among those that are started in turn.
# PROFILES is - for what has none.
measure_cached() { cached+=(+ "$1 $2" "${@:3}"); }

# each_door COUNT FUNCTION: calls it with the label, the number of profiles and the rest of what measure_cached takes.
each_door() {
  local count=$1 function=$2 bin=$prefix/bin home
  mapfile -t home < <(home_of "$count")
  "$function" 'git-credential-jeton get' "$count" "$folder/git-get" "${home[@]}" "$bin/git-credential-jeton" get
  "$function" 'git-credential-jeton get, foreign' "$count" "$folder/git-foreign" "${home[@]}" "$bin/git-credential-jeton" get
  "$function" 'git-credential-jeton store' "$count" "$folder/git-store" "${home[@]}" "$bin/git-credential-jeton" store
  "$function" 'docker-credential-jeton get' "$count" "$folder/docker-get" "${home[@]}" "$bin/docker-credential-jeton" get
  "$function" 'jeton curl' "$count" /dev/null "${home[@]}" "$bin/jeton" curl "$profile"
  "$function" 'jeton token' "$count" /dev/null "${home[@]}" "$bin/jeton" token "$profile"
}

# skip LABEL REASON
skip() { printf '%s: %s\n' "$1" "$2" >>"$folder/skipped"; }

collect_cached() {
  local count
  cached=('/bin/true -' /dev/null "$(type -P true)")
  for count in "$few" "$many"; do each_door "$count" measure_cached; done
  if [[ $peers ]]; then set_up_peers; fi
}

# starts ROUNDS SECONDS PROGRAM…: with nothing of this shell's environment.
starts() { timeout --foreground $(($2 * 2 + 60)) "${clean[@]}" "$benchmarks/starts" "$@"; }

measure_all_cached() { starts "$rounds" "$longest_cached" "${cached[@]}" >"$folder/cached.tsv"; }

# What leaves the machine takes a multiple of what a cached token takes: fewer rounds tell as much.
measure_requests() {
  local count status=()
  local programs=('/bin/true -' /dev/null "$(type -P true)"
    + 'curl, the same POST -' /dev/null "$(type -P curl)" -sSf --cacert "$folder/sandbox/ca.pem"
    -H 'accept: application/json' -H 'content-type: application/json' --data-binary "@$folder/body" "$url/oauth/token")
  write_body >"$folder/body"
  for count in "$few" "$more"; do
    local home
    mapfile -t home < <(home_of "$count")
    programs+=(+ "jeton token, a miss $count" /dev/null "${home[@]}" --without "$(token_file "$count")" "$prefix/bin/jeton" token "$profile")
    status+=(+ "jeton status $count" /dev/null "${home[@]}" "$prefix/bin/jeton" status)
  done
  starts $(((rounds + 3) / 4)) "$longest_requests" "${programs[@]}" "${status[@]}" >"$folder/requests.tsv"
}

# The body that the profile's provider gets (studyteam: JSON).
write_body() {
  local text
  text=$(sed -n '/^\[profile\.'"$profile"'\]/,/^$/p' "$folder/sandbox/config.toml")
  printf '{"client_id":"%s","client_secret":"%s","audience":"%s","grant_type":"client_credentials"}' \
    "$(sed -n 's/^client_id *= *"\(.*\)"/\1/p' <<<"$text")" "$(<"$folder/sandbox/$profile-secret")" \
    "$(sed -n 's/^audience *= *"\(.*\)"/\1/p' <<<"$text")"
}

count_instructions() {
  : >"$folder/instructions.tsv"
  if ! has_program valgrind; then
    skip 'instruction counts' 'valgrind is not installed'
    return
  fi
  local count
  count_one '/bin/true' - /dev/null "$(type -P true)"
  for count in "$few" "$many"; do each_door "$count" count_one; done
}

# count_one LABEL PROFILES INPUT-FILE [NAME=VALUE]… PATH [ARGUMENT]…
count_one() {
  local label="$1 $2" input=$3 environment=() said
  shift 3
  while [[ $1 != /* ]]; do
    environment+=("$1")
    shift
  done
  said=$(timeout 60 "${clean[@]}" "${environment[@]}" \
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null <"$input") ||
    fail "$label does not run under valgrind: $said"
  printf '%s\t%s\n' "$label" "$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' <<<"$said")" >>"$folder/instructions.tsv"
}

measure_parts() {
  : >"$folder/parts.csv"
  if [[ ! -x $benchmarks/parts ]]; then
    skip 'the parts' 'Google Benchmark is not installed'
    return
  fi
  timeout --foreground 180 "${clean[@]}" "$benchmarks/parts" --benchmark_min_time=0.05 --benchmark_format=csv >"$folder/parts.csv"
}

# All that was found, as the tables of tests/bench/tables.awk.
report() {
  local file
  mkdir -p docs
  awk -f tests/bench/plot.awk "$folder/cached.tsv" >"$folder/performance.svg"
  write_page >"$folder/performance.md"
  for file in performance.md performance.svg; do cp "$folder/$file" "docs/$file"; done
  say
  tables text "$folder/cached.tsv" cached
  say
  tables text "$folder/requests.tsv" requests
  say
  tables text "$folder/instructions.tsv" instructions
  say
  tables text "$folder/parts.csv" parts
  if [[ -s $folder/skipped ]]; then
    say
    sed 's/^/Skipped: /' "$folder/skipped"
  fi
  say
  say "Written: docs/performance.md, docs/performance.svg$(time_since 0)"
}

# tables text|markdown FILE KIND
tables() { LC_ALL=C awk -v form="$1" -v kind="$3" -f tests/bench/tables.awk "$2"; }

write_page() {
  cat <<EOT
# What a tool waits for

Written by \`tests/bench/run.sh\`, which measures all of this in one run; only numbers of one run can be compared. The
programs are started in turn, in a new order each time, and timed from start to end; the median counts.

![Medians as ratios to /bin/true](performance.svg)

| | |
| --- | --- |
| command | \`tests/bench/run.sh${arguments:+ $arguments}\` |
| date | $(date -u '+%F %R') UTC |
| processor | $(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | sort -u | paste -s -d ';'), $(nproc) cores |
| kernel | $(uname -srm) |
| scheduling | $(chrt --pid $$ | sed -n 's/.*policy: //p') (\`chrt --fifo 10 tests/bench/run.sh\` where other programs run) |
| load when it began | $(cut -d ' ' -f 1-3 "$folder/load") |
| jeton | $(jeton_version) |
| compiler | $("${CXX:-g++}" --version | head -n 1) |
$(versions)

## A cached token

"foreign" is a \`get\` for a host that the helper has nothing for, and \`store\` that of the very token which git was given:
git calls both in a fetch. 10,000 profiles come with 10,000 cached tokens. Peak memory is that of the program and of what
it waits for, not of a daemon that it asks.

$(tables markdown "$folder/cached.tsv" cached)

## A token from the provider

The provider is \`jeton sandbox\` on loopback, with TLS. In a miss, jeton's cache has routes but not the token.

$(tables markdown "$folder/requests.tsv" requests)

$(differences)

## Instructions of a cached get

Counted by callgrind, in user space.

$(tables markdown "$folder/instructions.tsv" instructions)

## The parts of it, by size

Nanoseconds. The size is the number of profiles, of tokens in the cache (\`token_load\`), of git's \`wwwauth[]\` lines
(\`git_read\`), and of characters in a token or a server's name for the others.

$(tables markdown "$folder/parts.csv" parts)
EOT
  if [[ -s $folder/skipped ]]; then
    printf '\n## Not measured\n\n'
    sed 's/^/* /' "$folder/skipped"
  fi
}

jeton_version() {
  local changes
  changes=$(git -c safe.directory="$PWD" status --porcelain 2>/dev/null | head -n 1)
  printf '%s, commit %s%s\n' "$("$prefix/bin/jeton" --version)" \
    "$(git -c safe.directory="$PWD" rev-parse --short HEAD 2>/dev/null || say unknown)" "${changes:+ with changes}"
}

# Of the other programs.
versions() {
  printf '| curl | %s |\n' "$(curl --version | sed -n '1s/ (.*//p')"
  printf '| git | %s |\n' "$(git --version)"
  [[ $peers ]] && has_apt || return 0
  dpkg-query --show --showformat '| ${Package} | ${Version} |\n' "${peer_packages[@]}" 2>/dev/null | sed '/^| git |/d' || true
}

# How much a thousand profiles add to what the host does, in milliseconds.
differences() {
  awk -F '\t' -v few="$few" -v more="$more" '
    { count = $1; sub(/.* /, "", count); label = $1; sub(/ [^ ]*$/, "", label); median[label, count] = $3 }
    END {
      printf "With 1,000 profiles instead of five, a miss takes %.1f ms longer, and `jeton status` %.1f ms.\n",
        median["jeton token, a miss", more] - median["jeton token, a miss", few],
        median["jeton status", more] - median["jeton status", few]
    }' "$folder/requests.tsv"
}

main "$@"
