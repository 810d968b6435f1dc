#!/usr/bin/env bash
# Installs what the tests need, builds everything and runs all tests.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC1091 source=tests/tools/steps.sh
. tests/tools/steps.sh
# shellcheck disable=SC1091 source=tests/tools/packages.sh
. tests/tools/packages.sh

# patchelf is for tools/newer_git.sh.
test_packages=(
  libgtest-dev curl skopeo podman openssl strace time binutils patchelf
  file dpkg-dev fakeroot lintian bash-completion zsh fish man-db
  pass gnupg gnome-keyring libsecret-tools dbus jq
)
# Where there are such packages; else the tests that need them are skipped.
browser_packages=(chromium chromium-driver)
preset=dev
log=$PWD/build/tests.log

usage() {
  cat <<'EOF'
Usage: tests/run.sh [--preset dev|asan] [CTEST-OPTION...]

Installs what the tests need, builds everything and runs all tests.

  --preset NAME    dev: warnings are errors (the default);
                   asan: with the address and undefined-behaviour sanitizers
  CTEST-OPTION...  as ctest knows them, for example -R git or --verbose
EOF
}

main() {
  local ctest_options=()
  while (($#)); do
    case $1 in
      --preset)
        (($# > 1)) || fail "--preset needs the name of one: dev or asan"
        preset=$2
        shift
        ;;
      -h | --help) usage && return ;;
      *) ctest_options+=("$1") ;;
    esac
    shift
  done
  umask 022 # a plugin that others can write is refused
  own_folder "$PWD/build"
  : >"$log"
  if has_apt; then
    provide_packages "${test_packages[@]}"
    if apt-cache show "${browser_packages[@]}" >/dev/null 2>&1; then install_packages "${browser_packages[@]}"; fi
  else
    provide_packages
  fi
  provide_tools
  step "Configuring build/$preset" cmake --preset "$preset"
  step "Building build/$preset" cmake --build --preset "$preset"
  # Most of a test is waiting: for a program to start, or for a provider.
  ctest --preset "$preset" --progress --no-tests=error --parallel "$(($(nproc) * 2))" "${ctest_options[@]}"
}

# What cannot be had is said, and the tests that would need it say that they were skipped.
provide_tools() {
  JETON_TEST_GIT_NEW=$(tests/tools/newer_git.sh) || true
  JETON_TEST_GIT_TESTS=
  [[ ! $JETON_TEST_GIT_NEW ]] || JETON_TEST_GIT_TESTS=$(tests/tools/git_credential_tests.sh "$JETON_TEST_GIT_NEW") || true
  JETON_TEST_DOCKER=$(tests/tools/docker_cli.sh) || true
  export JETON_TEST_GIT_NEW JETON_TEST_GIT_TESTS JETON_TEST_DOCKER
  [[ ! $JETON_TEST_GIT_NEW ]] || say "A newer git for the tests: $("$JETON_TEST_GIT_NEW" version), $JETON_TEST_GIT_NEW"
  [[ ! $JETON_TEST_GIT_TESTS ]] || say "git's own tests of helpers: $JETON_TEST_GIT_TESTS"
  [[ ! $JETON_TEST_DOCKER ]] || say "A docker client for the tests: $JETON_TEST_DOCKER"
}

main "$@"
