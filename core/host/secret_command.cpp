#include <algorithm>

#include "base/message.hpp"
#include "base/text.hpp"
#include "host/commands.hpp"
#include "host/opened_profile.hpp"
#include "host/static_token.hpp"
#include "login/terminal.hpp"
#include "store/hold_off.hpp"
#include "store/turn.hpp"

namespace jeton {
namespace {

void check_key(const Profile& profile, const std::string& key) {
  const auto keys = profile.secret_keys();
  if (std::ranges::find(keys, key) != keys.end()) return;
  const std::vector<std::string_view> words(keys.begin(), keys.end());
  std::string listed;
  for (const auto& known : keys) listed += (listed.empty() ? "" : ", ") + known;
  // Only what looks like a key is shown: it may be the secret itself, where a key was forgotten.
  const auto meant = did_you_mean(key, words);
  throw Error(Status::usage, (meant.empty() ? "that" : '"' + printable(key) + '"') + " is none of its secrets (" +
                                 listed + ')' + meant);
}

/// What came of the secret of before is of no use any more.
void forget_token(const OpenedProfile& of, const Folder& state) {
  of.cache.forget(of.route);
  state.remove(hold_off_file(of.route));
}

template <class Change>
int change_secrets(const Places& places, Plugins& plugins, const Environment& environment, const SecretName& which,
                   const Change& change) {
  try {
    const auto opened = open_profile(places, plugins, environment, which.profile);
    check_key(opened.profile, which.key);
    change(opened);
    return static_cast<int>(Status::done);
  } catch (const Error& error) {
    throw Error(error.status(), which.profile + ": " + error.what());
  }
}

}  // namespace

int set_secret(const Places& places, Plugins& plugins, const Environment& environment, const SecretName& which) {
  return change_secrets(places, plugins, environment, which, [&](const OpenedProfile& of) {
    auto secret = read_secret_input(which.profile + ", " + which.key);
    const auto state = Folder::create(places.state);
    const auto turn = wait_for_turn(state, of.route);
    auto secrets = of.store.load(which.profile);
    secrets.secrets[which.key] = secret;
    if (which.key == "token") forget_rejection(of, secrets, secret);
    of.store.save(which.profile, secrets);
    wipe(secret);
    forget_token(of, state);
    if (of.profile.secrets.contains(which.key)) {
      print_message(which.profile + ": warning: the profile itself says where its " + which.key + " is, and that wins");
    }
  });
}

int unset_secret(const Places& places, Plugins& plugins, const Environment& environment, const SecretName& which) {
  return change_secrets(places, plugins, environment, which, [&](const OpenedProfile& of) {
    const auto state = Folder::create(places.state);
    const auto turn = wait_for_turn(state, of.route);
    auto secrets = of.store.load(which.profile);
    if (secrets.secrets.erase(which.key) == 0) return;
    of.store.save(which.profile, secrets);
    forget_token(of, state);
  });
}

}  // namespace jeton
