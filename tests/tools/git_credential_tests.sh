#!/usr/bin/env bash
# git_credential_tests.sh GIT: prints a folder with git's own tests of credential helpers, of the version that the
# program GIT is of: t0303-credential-external.sh, and t0301's authtype group by itself. They are taken from git's
# source package in a newer Debian suite into build/tools/git-tests; nothing of git's is built, and nothing installed.
# Where they cannot be had: a line that says why, and status 1.
# git_credential_tests.sh SUITE VERSION: takes those of VERSION from SUITE, now.
set -euo pipefail
self=$(realpath "$0")
cd "${self%/*}/../.."
# shellcheck disable=SC1091 source=tests/tools/steps.sh
. tests/tools/steps.sh
# shellcheck disable=SC1091 source=tests/tools/debian_suite.sh
. tests/tools/debian_suite.sh

home=$PWD/build/tools/git-tests
log=$home.log

main() {
  local version suite
  version=$("$1" version) || fail "$1 does not run"
  version=${version#git version }
  version=${version%% *}
  if [[ -e $home/complete && $(<"$home/complete") == "$version" ]]; then
    say "$home/t"
    return
  fi
  mkdir -p "${home%/*}"
  for suite in "${debian_suites[@]}"; do
    if "$self" "$suite" "$version" >"$log" 2>&1; then
      say "$version" >"$home/complete"
      say "$home/t"
      return
    fi
  done
  fail "the tests of git $version could not be had from Debian's ${debian_suites[*]}; $log says why"
}

fetch_from() {
  local package files=(t/{test-lib,test-lib-functions,lib-credential,t0303-credential-external}.sh t/oid-info)
  rm -rf "$home"
  mkdir -p "$home"
  use_suite "$home/apt" "$1" deb-src
  package=$(apt-cache --only-source showsrc git | sed -n 's/^Version: //p' | grep -E "^([0-9]+:)?${2//./[.]}-" | head -n 1)
  [[ $package ]] || fail "$1 has no git $2"
  (cd "$home/apt" && apt-get -q source --download-only --tar-only "git=$package")
  tar -x -C "$home" --strip-components=1 -f "$home"/apt/git_*.orig.tar.* "${files[@]/#/git-$2/}"
  write_what_a_build_leaves
  write_authtype_test
  rm -r "$home/apt"
}

# What test-lib.sh wants of a built git: where a few programs are, templates for new repositories, and test-tool, which
# these tests need to say what a variable's default is.
write_what_a_build_leaves() {
  mkdir -p "$home"/{templates,t/helper}
  cat >"$home/GIT-BUILD-OPTIONS" <<EOF
SHELL_PATH=/bin/sh
TEST_SHELL_PATH=/bin/sh
PERL_PATH='$(type -P perl)'
DIFF=diff
GIT_TEST_TEMPLATE_DIR='$home/templates'
X=
EOF
  cat >"$home/t/helper/test-tool" <<'EOF'
#!/bin/sh
case "$*" in
  'env-helper --type=bool --default=false --exit-code '*) exit 1 ;;
esac
echo "test-tool is not built: $*" >&2
exit 127
EOF
  chmod +x "$home/t/helper/test-tool"
}

# lib-credential.sh has these tests for every helper, and t0301 alone, which is for git's own, calls them.
write_authtype_test() {
  cat >"$home/t/t0304-credential-authtype.sh" <<'EOF'
#!/bin/sh
test_description='authtype and credential of external helpers'
. ./test-lib.sh
. "$TEST_DIRECTORY"/lib-credential.sh
helper_test_clean "$GIT_TEST_CREDENTIAL_HELPER"
helper_test_authtype "$GIT_TEST_CREDENTIAL_HELPER"
helper_test_clean "$GIT_TEST_CREDENTIAL_HELPER"
test_done
EOF
}

if (($# == 2)); then fetch_from "$@"; else main "$1"; fi
