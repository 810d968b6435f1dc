# shellcheck shell=bash
# How the scripts of this project say what they do: a line a step. What a step itself prints goes to the file $log,
# whose end is shown when the step fails.

log=/dev/null # each script names its own

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# step TEXT COMMAND…: COMMAND may be a function; the first thing in it that fails ends it.
step() {
  local text=$1 began=$SECONDS status
  shift
  printf '%s ... ' "$text"
  printf '\n== %s: %s\n' "$text" "$*" >>"$log"
  set +e
  (set -e && "$@") </dev/null >>"$log" 2>&1
  status=$?
  set -e
  if ((status)); then
    say FAILED
    tail -n 25 "$log" >&2
    fail "$text failed; $log has all of it"
  fi
  say "done$(time_since "$began")"
}

# Where it is worth saying.
time_since() {
  local seconds=$((SECONDS - $1))
  if ((seconds >= 5)); then printf ' (%d s)' "$seconds"; fi
}

# own_folder DIR: makes DIR, which must be this user's, or files of two users would get into each other's way in it.
own_folder() {
  local owner
  mkdir -p "$1" 2>/dev/null || fail "cannot make $1 as $(id -un)"
  owner=$(stat -c %U "$1")
  [[ -O $1 ]] || fail "$1 belongs to $owner: run this as $owner, or remove that folder first"
}
