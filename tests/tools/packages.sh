# shellcheck shell=bash
# What has to be installed, and installing it with apt. Needs steps.sh.
# A|B is satisfied by either: libraries that exclude each other, of which a machine may have the other one already.

build_packages=(
  g++ cmake ninja-build 'pkg-config|pkgconf' git ca-certificates
  'libcurl4-openssl-dev|libcurl4-gnutls-dev|libcurl4-nss-dev' libtomlplusplus-dev
  'libboost-dev|libboost1.74-dev|libboost1.81-dev' nlohmann-json3-dev libcli11-dev libsodium-dev
  libcpp-httplib-dev libssl-dev
)

# The same where there is no apt: what to look for, and what to call it.
build_programs=(g++ cmake ninja pkg-config git)
declare -A build_headers=(
  [curl/curl.h]=libcurl [toml++/toml.h]=toml++ [boost/dll/shared_library.hpp]=Boost [nlohmann/json.hpp]=nlohmann-json
  [CLI/CLI.hpp]=CLI11 [sodium.h]=libsodium [httplib.h]=cpp-httplib [openssl/ssl.h]=OpenSSL
)

# missing_for_build: what a build needs and is not there, one a line.
missing_for_build() {
  if has_apt; then missing_packages "${build_packages[@]}"; else missing_without_apt; fi
}

# missing_for_demo: the same for tools/demo.sh.
missing_for_demo() {
  has_program curl || say curl
  is_docker docker || has_program skopeo || say skopeo
}

# provide_packages [PACKAGE…]: installs what a build needs and those PACKAGEs; without apt, says what is missing.
provide_packages() {
  local missing
  if has_apt; then
    install_packages "${build_packages[@]}" "$@"
    return
  fi
  missing=$(missing_for_build && printf '%s\n' "$@")
  [[ ! $missing ]] || fail "no apt here; please install: $(one_line "$missing")"
}

# install_packages PACKAGE…: those that are missing. Where none is, apt is not even called.
install_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0
  say_list 'Missing packages:' "${missing[@]}"
  become_root "${missing[@]}"
  step 'Installing them with apt' apt_install "${missing[@]}"
}

# missing_packages PACKAGE…: those that are not installed, one a line.
missing_packages() {
  local package installed
  installed=$(dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')
  for package; do
    grep -qxE -- "${package//+/[+]}" <<<"$installed" || say "${package%%|*}"
  done
}

missing_without_apt() {
  local program header
  for program in "${build_programs[@]}"; do
    has_program "$program" || say "$program"
  done
  for header in "${!build_headers[@]}"; do
    "${CXX:-g++}" -E -x c++ - <<<"#include <$header>" >/dev/null 2>&1 || say "${build_headers[$header]}"
  done
}

# A package source that cannot be read stops nothing: what counts is whether the packages can be had.
apt_install() {
  as_root apt-get -q update || true
  DEBIAN_FRONTEND=noninteractive as_root apt-get -q -y -o DPkg::Lock::Timeout=300 \
    install --no-remove --no-install-recommends "$@"
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    sudo --preserve-env=DEBIAN_FRONTEND,http_proxy,https_proxy,no_proxy -- "$@"
  fi
}

# sudo asks for a password here, where the question can be seen, or not at all.
become_root() {
  ((EUID == 0)) || { has_program sudo && { sudo -n true 2>/dev/null || sudo -v; }; } ||
    fail "cannot become root with sudo; have somebody run: apt-get install $*"
}

has_program() { type -P "$1" >/dev/null; }

has_apt() { has_program apt-get && has_program dpkg-query; }

# Podman brings a program of this name as well.
is_docker() { [[ $("$1" --version 2>/dev/null) == "Docker version "* ]]; }

one_line() { paste -s -d ' ' <<<"$1"; }

# say_list TEXT WORD…: on as many lines as it takes.
say_list() { fold -s -w 76 <<<"$*" | sed -e '2,$s/^/  /' -e 's/ *$//'; }
