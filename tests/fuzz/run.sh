#!/usr/bin/env bash
# Gives what comes in from outside, as text nobody would write, to the code that reads it; --help says how.
set -euo pipefail
cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../.."
# shellcheck disable=SC1091 source=tests/tools/steps.sh
. tests/tools/steps.sh
# shellcheck disable=SC1091 source=tests/tools/packages.sh
. tests/tools/packages.sh

seconds=60
log=$PWD/build/fuzz.log
build=$PWD/build/fuzz
corpus=$build/corpus findings=$build/findings from_tests=$build/seeds
folder='' # what the targets run in, and write their logs into
cores=$(nproc)
targets=()
seed=() # for libFuzzer; a random one unless set

usage() {
  cat <<'EOT'
Usage: tests/fuzz/run.sh [--seed NUMBER] [SECONDS] [TARGET...]

Builds the fuzz targets with clang 19's libFuzzer and its address and
undefined-behaviour sanitizers, and runs each for its share of SECONDS (default:
60), as many at once as there are processors. Prints a line for each as it ends,
and fails if one found something.

  --seed   the same inputs each time, if build/fuzz/corpus is the same: without
           it, a run may find what the one before did not
  TARGET   the name of a file in tests/fuzz; all of them unless set

What was learned is kept in build/fuzz/corpus and used by the next run; an input
that was found in build/fuzz/findings. To run it again:

  build/fuzz/TARGET build/fuzz/findings/TARGET-crash-...
EOT
}

main() {
  while (($#)); do
    case $1 in
      -h | --help) usage && return ;;
      --seed)
        [[ ${2-} =~ ^[1-9][0-9]*$ ]] || fail "--seed needs a number"
        seed=(-seed="$2")
        shift
        ;;
      *[!0-9]*) targets+=("$1") ;;
      *) seconds=$1 ;;
    esac
    shift
  done
  choose_targets
  umask 022
  own_folder "$PWD/build"
  : >"$log"
  provide
  step 'Configuring build/fuzz' env CXX=clang++-19 cmake -S tests/fuzz -B "$build" -G Ninja
  step 'Building build/fuzz' cmake --build "$build" --target "${targets[@]}"
  mkdir -p "$findings"
  seed_from_tests
  trap clean_up EXIT
  folder=$(mktemp -d)
  share=$((seconds * cores / ${#targets[@]}))
  ((share <= seconds)) || share=$seconds # fewer targets than processors
  ((share > 0)) || share=1
  say "${#targets[@]} targets, each for $share s, $cores at once"
  run_all
  report
}

# A target is a file that defines what is fuzzed.
choose_targets() {
  local all target
  mapfile -t all < <(grep -l '^void jeton::fuzz(' tests/fuzz/*.cpp | sed 's|.*/||; s|\.cpp$||')
  for target in "${targets[@]}"; do
    [[ " ${all[*]} " == *" $target "* ]] || fail "there is no target $target, but: ${all[*]}"
  done
  ((${#targets[@]})) || targets=("${all[@]}")
}

provide() {
  provide_packages clang-19 libclang-rt-19-dev
  has_program clang++-19 || fail "no clang++-19 here; please install clang 19"
}

# What providers answer is in the tests already: the status and the body of each, as the two targets want them.
seed_from_tests() {
  local file name
  mkdir -p "$from_tests"/{token_response,device_authorization}
  for file in tests/golden/*/*.txt; do
    name=$(basename "$(dirname "$file")")-$(basename "$file" .txt)
    grep -q '^\[answer\]$' "$file" || continue
    answer_of "$file" >"$from_tests/token_response/$name"
    if grep -q '^device_authorization$' "$file"; then
      tail -n +2 "$from_tests/token_response/$name" >"$from_tests/device_authorization/$name"
    fi
  done
}

answer_of() {
  awk '/^\[/ { part = $0; body = 0; next }
    part != "[answer]" { next }
    /^HTTP / && !body { print $2; next }
    body { print }
    /^$/ { body = 1 }' "$1"
}

declare -A running=()
executions=0 passed=0 failed=0

run_all() {
  local target
  printf '%-22s %12s %10s %9s %7s\n' target executions per-second coverage corpus
  for target in "${targets[@]}"; do
    while ((${#running[@]} >= cores)); do wait_for_one; done
    start "$target"
  done
  while ((${#running[@]})); do wait_for_one; done
}

start() {
  local target=$1 corpora options
  options=(-max_total_time="$share" -max_len=2048 -timeout=5 -rss_limit_mb=1024 -print_final_stats=1
    -artifact_prefix="$findings/$target-"
    "${seed[@]}")
  case $target in
    configuration | git_credential) options+=(-dict="$PWD/tests/fuzz/$target.dict") ;;
    git_stored_login) options+=(-dict="$PWD/tests/fuzz/git_credential.dict") ;;
    token_response | device_authorization | docker_configuration | docker_login | lifetime | credentials_file)
      options+=(-dict="$PWD/tests/fuzz/json.dict")
      ;;
  esac
  corpora=("$corpus/$target") # what is new goes into the first
  [[ ! -d tests/fuzz/seeds/$target ]] || corpora+=("$PWD/tests/fuzz/seeds/$target")
  [[ ! -d $from_tests/$target ]] || corpora+=("$from_tests/$target")
  mkdir -p "$corpus/$target" "$folder/$target"
  env -C "$folder/$target" "$build/$target" "${options[@]}" "${corpora[@]}" >"$folder/$target.log" 2>&1 &
  running[$!]=$target
}

wait_for_one() {
  local id target status=0
  wait -n -p id "${!running[@]}" || status=$?
  target=${running[$id]}
  unset "running[$id]"
  ((executions += $(number 'stat::number_of_executed_units: *' "$target")))
  printf '%-22s %12s %10s %9s %7s\n' "$target" "$(number 'stat::number_of_executed_units: *' "$target")" \
    "$(number 'stat::average_exec_per_sec: *' "$target")" "$(number '.* cov: ' "$target")" \
    "$(number '.* corp: ' "$target")"
  if ((status == 0)); then
    ((++passed))
  else
    ((++failed))
    show_finding "$target"
  fi
}

# number PATTERN TARGET: the last number behind the pattern that its log has; 0 where there is none.
number() {
  local found
  found=$(sed -nE "s/^$1([0-9]+).*/\1/p" "$folder/$2.log" | tail -n 1)
  say "${found:-0}"
}

# What was wrong, and the input's first lines, with nothing in them that a terminal would obey.
show_finding() {
  local input
  input=$(sed -n 's/.*Test unit written to //p' "$folder/$1.log" | tail -n 1)
  if [[ ! $input ]]; then
    tail -n 10 "$folder/$1.log"
    return
  fi
  say "FOUND by $1: $input"
  grep -E -m 5 'this does not hold|runtime error|ERROR: |SUMMARY: |what\(\)' "$folder/$1.log" || true
  head -n 10 "$input" | cut -c 1-200 | cat -v | sed 's/^/  | /'
  cp "$folder/$1.log" "$input.log"
}

report() {
  say "$executions executions in all; $passed passed, $failed failed"
  ((failed == 0)) || exit 1
}

clean_up() {
  local status=$?
  trap - EXIT
  ((${#running[@]} == 0)) || kill "${!running[@]}" 2>/dev/null || true
  wait
  rm -rf "$folder"
  exit "$status"
}

main "$@"
