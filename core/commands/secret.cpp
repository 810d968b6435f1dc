#include <algorithm>
#include <array>

#include "base/message.hpp"
#include "base/text.hpp"
#include "commands/commands.hpp"
#include "commands/stored_secret.hpp"
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
int change_secrets(const Given& given, Session& session, const Change& change) {
  const auto profile = given.text("PROFILE");
  return about_profile(profile, [&] {
    const auto opened = open_profile(session.places, session.plugins, session.environment, profile);
    const auto key = given.text("KEY");
    check_key(opened.profile, key);
    change(opened, Folder::create(session.places.state), key);
    return static_cast<int>(Status::done);
  });
}

int set(const Given& given, Session& session) {
  return change_secrets(given, session, [](const OpenedProfile& of, const Folder& state, const std::string& key) {
    const auto& profile = of.profile.name;
    auto secret = read_secret_input(profile + ", " + key);
    store_secret(of, state, key, secret);
    wipe(secret);
    if (of.profile.secrets.contains(key)) {
      print_message(profile + ": warning: the profile itself says where its " + key + " is, and that wins");
    }
  });
}

int unset(const Given& given, Session& session) {
  return change_secrets(given, session, [](const OpenedProfile& of, const Folder& state, const std::string& key) {
    const auto turn = wait_for_turn(state, of.route);
    auto secrets = of.store.load(of.profile.name);
    if (secrets.secrets.erase(key) == 0) return;
    of.store.save(of.profile.name, secrets);
    forget_token(of, state);
  });
}

constexpr std::array arguments = {profile_argument, Argument{"KEY", "such as client_secret", ValueKind::secret_key}};

}  // namespace

void store_secret(const OpenedProfile& of, const Folder& state, const std::string& key, const std::string& secret) {
  const auto turn = wait_for_turn(state, of.route);
  auto secrets = of.store.load(of.profile.name);
  secrets.secrets[key] = secret;
  if (key == "token") forget_rejection(of, secrets, secret);
  of.store.save(of.profile.name, secrets);
  forget_token(of, state);
}

constexpr Command secret_set_command{
    .name = "secret set",
    .summary = "read a secret from the terminal or standard input",
    .description =
        "Reads a secret from the terminal, without showing it, or from standard input, and keeps it in the "
        "secret store. It is used where the profile leaves the key out.",
    .example = "jeton secret set acme client_secret",
    .arguments = arguments,
    .options = {},
    .run = set};

constexpr Command secret_unset_command{.name = "secret unset",
                                       .summary = "forget it",
                                       .description = "Takes a secret out of the secret store.",
                                       .example = "jeton secret unset acme client_secret",
                                       .arguments = arguments,
                                       .options = {},
                                       .run = unset};

}  // namespace jeton
