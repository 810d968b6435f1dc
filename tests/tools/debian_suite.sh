# shellcheck shell=bash
# Taking something out of another suite of Debian's archive than the machine's own, which stays as it is: apt with
# lists, state and sources of its own. Needs steps.sh.

# Newest first.
# shellcheck disable=SC2034 # for those who source this
debian_suites=(sid testing trixie)
debian_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# use_suite FOLDER SUITE TYPE: from here on apt knows that suite and no other, its deb or deb-src packages, none of
# them installed. Leaves its files in FOLDER.
use_suite() {
  local archive
  archive=$(debian_archive)
  [[ $archive ]] || fail "apt names no Debian archive"
  [[ -r $debian_keyring ]] || fail "there is no $debian_keyring to check Debian's packages with"
  mkdir -p "$1"/{lists/partial,archives/partial}
  # The empty status file is what makes apt resolve everything that a package needs, down to the C library.
  : >"$1/status"
  cat >"$1/debian.sources" <<EOT
Types: $3
URIs: $archive
Suites: $2
Components: main
Signed-By: $debian_keyring
EOT
  cat >"$1/apt.conf" <<EOT
Dir::Etc::sourcelist "$1/debian.sources";
Dir::Etc::sourceparts "/dev/null";
Dir::State "$1";
Dir::State::status "$1/status";
Dir::Cache "$1";
APT::Sandbox::User "$(id -un)";
EOT
  export APT_CONFIG=$1/apt.conf
  apt-get -q update
}

# The archive that this machine takes Debian from has the other suites as well.
debian_archive() {
  # shellcheck disable=SC2016 # the format is apt's
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1
}
