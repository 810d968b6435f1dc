#!/usr/bin/env bash
# Runs jeton for a while against the sandbox, with everything at once that can go wrong, and counts what was lost.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC1091 source=tests/tools/steps.sh
. tests/tools/steps.sh

usage() {
  cat <<'EOF'
Usage: tests/soak.sh [SECONDS] [SEED]

Runs logins, gets, rejected tokens, cleaned caches, kills, faults and short
lifetimes at random for SECONDS (default: 60), and then asks for every profile's
token once more. Fails if one of them needs a login, or a file is torn.

The seed, which is printed first, repeats what is done, though not when.
Takes the programs of build/dev/stage, or of the folder in JETON_STAGE.
EOF
}

workers=6
clients=(clearstreet studyteam portfolios) # need nobody's consent
users=(pkce clayton tradier)
profiles=("${clients[@]}" "${users[@]}")
# Not no-refresh-token: a login that brings none is another one than before, for good.
faults=(refuse hang close lost cut-off slow redirect html truncated huge nested newline-token empty-token no-token
  expires-zero expires-text error-500 error-503 throttle throttle-date quota mac-token none)
declare -A url

main() {
  case ${1:-} in -h | --help) usage && return ;; esac
  local seconds=${1:-60} seed=${2:-$((SRANDOM % 32768))}
  [[ $seconds =~ ^[0-9]+$ && $seed =~ ^[0-9]+$ ]] || fail "SECONDS and SEED are numbers; see --help"
  stage=$(realpath "${JETON_STAGE:-build/dev/stage}")
  [[ -x $stage/bin/jeton ]] || fail "$stage has no jeton; run: cmake --preset dev && cmake --build --preset dev"
  say "seed $seed, $seconds s"
  set_up
  local worker ids=() until=$((SECONDS + seconds))
  for ((worker = 0; worker < workers; ++worker)); do
    work "$worker" $((seed + worker)) "$until" >/dev/null 2>>"$home/log" &
    ids+=($!)
  done
  for worker in "${ids[@]}"; do wait "$worker" || fail "a worker ended early: $(tail -n 3 "$home/log")"; done
  come_to_rest
  judge
}

set_up() {
  home=$(mktemp --directory --tmpdir jeton-soak.XXXXXX)
  sandbox=$home/sandbox
  sandbox_id=
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  export JETON_CONFIG=$home/config.toml SSL_CERT_FILE=$sandbox/ca.pem HOME=$home BROWSER=$home/person
  export PATH=$stage/bin:$PATH
  unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_STATE_HOME CURL_CA_BUNDLE SSL_CERT_DIR
  unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY
  cache=$home/.cache/jeton state=$home/.local/state/jeton
  # Somebody who consents to everything, and prints the code where the page shows one.
  cat >"$home/person" <<'EOF'
#!/bin/sh
curl -sSL --max-time 20 --data decision=allow "$1" | sed -n 's/.*id="code"[^>]*>\([^<]*\)<.*/\1/p' | sed 's/&amp;/\&/g'
EOF
  chmod +x "$home/person"
  coproc SANDBOX { exec "$stage/libexec/jeton/jeton-sandbox" --dir "$sandbox" --until-eof 2>"$home/sandbox.log"; }
  sandbox_id=$SANDBOX_PID
  local line='' profile
  exec {answers}<&"${SANDBOX[0]}"
  until [[ $line == ready ]]; do
    IFS= read -r -t 20 -u "$answers" line || fail "the sandbox did not start: $(tail -n 3 "$home/sandbox.log")"
  done
  sed 's/^\[profile\..*/&\ntimeout = 2/' "$sandbox/config.toml" >"$JETON_CONFIG"
  consent_url=$(sed -n 's/^consent_url = "\(.*\)"/\1/p' "$JETON_CONFIG")
  for profile in "${profiles[@]}"; do
    url[$profile]=$(sed -n "/\"$profile\": {/,/}/s/.*\"url\": *\"\([^\"]*\)\".*/\1/p" "$sandbox/sandbox.json")
  done
  for profile in "${users[@]}"; do
    tell "$profile" refresh_tokens policy=rotate-with-leeway
    log_in "$profile" >/dev/null 2>&1 || fail "the login at $profile failed"
  done
}

clean_up() {
  local status=$?
  trap - EXIT
  if [[ $sandbox_id ]]; then
    kill "$sandbox_id" 2>/dev/null || true
    wait "$sandbox_id" 2>/dev/null || true
  fi
  if ((status)); then
    printf '%s is kept to be looked into\n' "$home" >&2
  else
    rm -rf "$home"
  fi
  exit "$status"
}

# tell PROFILE WHAT PARAMETERS: one of the sandbox's controls.
tell() { curl -sSf --max-time 20 -o /dev/null -X POST "${url[$1]}/sandbox/$2?$3"; }

log_in() {
  if [[ $1 == clayton ]]; then
    "$home/person" "$consent_url" | timeout 30 jeton login clayton --no-browser --code -
  else
    timeout 30 jeton login "$1" </dev/null
  fi
}

declare -A count=([processes]=0 [faults]=0 [kills]=0 [logins]=0 [unexpected]=0)

# work NUMBER SEED UNTIL: what one of several does until then, and how often.
work() {
  local what profile status
  RANDOM=$2
  while ((SECONDS < $3)); do
    profile=${profiles[RANDOM % ${#profiles[@]}]}
    what=$((RANDOM % 100))
    if ((what < 40)); then
      get "$profile"
    elif ((what < 48)); then
      ask "$profile" token --renew "$profile"
    elif ((what < 56)); then
      reject "$profile"
    elif ((what < 62)); then
      forget "$profile"
    elif ((what < 70)); then
      order_fault "$profile"
    elif ((what < 76)); then
      tell "$profile" lifetime seconds=$((1 + RANDOM % 60))
    elif ((what < 90)); then
      kill_one "$profile"
    elif ((what < 94)); then
      log_in_again
    else
      rm -f "$state/$profile".*.hold-off # as though its time had passed
    fi
  done
  for what in "${!count[@]}"; do printf '%s %s\n' "$what" "${count[$what]}"; done >"$home/count.$1"
}

# What may happen to somebody who asks: a token, a refusal, no answer, a hold-off. Never a login, or a broken file.
ask() {
  local status=0
  jeton "${@:2}" >/dev/null 2>"$home/said.$BASHPID" || status=$?
  ((++count[processes]))
  case $status in
    0 | 5 | 6 | 7) ;;
    *)
      ((++count[unexpected]))
      printf '%s: status %s: %s\n' "$*" "$status" "$(<"$home/said.$BASHPID")" >>"$home/unexpected"
      ;;
  esac
}

get() {
  local host=${url[$1]#https://}
  case $((RANDOM % 3)) in
    0)
      ask "$1" token "$1"
      return
      ;;
    1) printf 'protocol=https\nhost=%s\n\n' "$host" | git-credential-jeton get || true ;;
    *) printf '%s' "$host" | docker-credential-jeton get || true ;;
  esac
  ((++count[processes]))
}

reject() {
  jeton token "$1" | jeton reject "$1" || true
  ((count[processes] += 2))
}

forget() {
  if ((RANDOM % 4)); then
    rm -f "$cache/$1".*.token
  else
    rm -rf "$cache" || true # somebody may write into it meanwhile
  fi
}

order_fault() {
  tell "$1" fault "name=${faults[RANDOM % ${#faults[@]}]}&times=$((1 + RANDOM % 2))&seconds=$((RANDOM % 3))"
  ((++count[faults]))
}

# Kills a program that was started here, or the host that it has started.
kill_one() {
  local front host
  if ((RANDOM % 2)); then rm -f "$cache/$1".*.token "$state/$1".*.hold-off; fi
  jeton token --renew "$1" &
  front=$!
  sleep "0.$(printf %03d $((RANDOM % 150)))"
  if ((RANDOM % 3)); then
    host=$(pgrep --parent "$front" || true)
    for host in $host; do if kill -KILL "$host"; then ((++count[kills])); fi; done
  elif kill -KILL "$front"; then
    ((++count[kills]))
  fi
  wait "$front" || true
  ((++count[processes]))
}

log_in_again() {
  log_in "${users[RANDOM % ${#users[@]}]}" || true
  ((++count[logins], ++count[processes]))
}

# No more faults, and whoever still works has ended: it holds the lock until then.
come_to_rest() {
  local profile
  for profile in "${profiles[@]}"; do
    tell "$profile" fault 'name=none&times=0'
    tell "$profile" lifetime seconds=0
    timeout 60 flock "$state/$profile.lock" true || fail "the lock of $profile is never free"
  done
}

judge() {
  local profile lost=0 torn=0 file what number
  # Each of them twice: the second time by what the first has stored.
  for profile in "${profiles[@]}" "${profiles[@]}"; do
      rm -f "$state/$profile".*.hold-off "$cache/$profile".*.token
      if ! jeton token "$profile" >/dev/null 2>"$home/said"; then
        lost=$((lost + 1))
        say "lost: $(<"$home/said")"
      fi
    done
  for profile in "${users[@]}"; do
    (($(counted "$profile" reuse_detected) == 0)) || lost=$((lost + 1))
  done
  while IFS= read -r -d '' file; do
    is_whole "$file" && [[ $(stat -c %a "$file") == 600 ]] && continue
    torn=$((torn + 1))
    say "torn, or not for its owner alone: $file"
  done < <(find "$cache" "$state" -type f -print0)
  while read -r what number; do ((count[$what] += number)) || true; done < <(cat "$home"/count.*)
  [[ ! -e $home/unexpected ]] || cat "$home/unexpected"
  say "programs started:    ${count[processes]}"
  say "logins:              ${count[logins]}"
  say "faults ordered:      ${count[faults]}"
  say "processes killed:    ${count[kills]}"
  say "token requests:      $(total token_requests)"
  say "refreshes:           $(total refresh_requests)"
  say "unexpected answers:  ${count[unexpected]}"
  say "tokens lost:         $lost"
  say "files torn:          $torn"
  ((lost + torn + count[unexpected] == 0)) || fail "something was lost"
}

counted() { curl -sSf --max-time 20 "${url[$1]}/sandbox/requests" | sed -nE "s/.*\"$2\": *([0-9]+).*/\1/p"; }

total() {
  local profile sum=0
  for profile in "${profiles[@]}"; do sum=$((sum + $(counted "$profile" "$1"))); done
  say "$sum"
}

# What is being written has another name, and may be left behind by whoever is killed.
is_whole() {
  case $1 in
    *.tmp) true ;;
    *.secrets | *.token | *.hold-off) [[ $(head -n 1 "$1") == jeton\ * && $(tail -n 1 "$1") == end ]] ;;
    *.journal) [[ $(head -n 1 "$1" | tr -d '\0') == 'jeton journal 1' ]] ;;
    *) true ;;
  esac
}

main "$@"
