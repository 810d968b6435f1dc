#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/edit_file.hpp"
#include "base/message.hpp"
#include "base/text.hpp"
#include "commands/add_questions.hpp"
#include "commands/commands.hpp"
#include "commands/layout.hpp"
#include "commands/stored_secret.hpp"
#include "config/configuration.hpp"
#include "config/new_profile.hpp"
#include "login/terminal.hpp"

namespace jeton {
namespace {

/// The plugin's own settings, or everybody's.
const Setting* find_setting(std::span<const Setting> own, std::string_view key) {
  for (const auto group : {own, common_settings()}) {
    const auto found = std::ranges::find(group, key, &Setting::name);
    if (found != group.end()) return &*found;
  }
  return nullptr;
}

/// What the command line says of the profile.
NewProfile read_given(const Given& given, Session& session) {
  NewProfile profile{.name = given.text("NAME"), .provider = given.text("--provider"), .settings = {}};
  auto words = given.texts("KEY=VALUE");
  // Without a name, the first setting stands in its place.
  if (profile.name.contains('=')) words.insert(words.begin(), std::exchange(profile.name, {}));
  if (!profile.name.empty()) check_new_name(profile.name);
  if (words.empty()) return profile;
  if (profile.provider.empty()) {
    throw Error(Status::usage, "add needs --provider P before it can read settings; run: jeton plugins");
  }
  const auto own = session.plugins.find(profile.provider).metadata().settings;
  for (const auto& word : words) {
    profile.settings.push_back(read_assignment(word, profile.name.empty() ? "NAME" : profile.name,
                                               [&](std::string_view key) { return find_setting(own, key); }));
  }
  return profile;
}

/// A line that is not there yet says nothing to anybody.
std::string without_place(const std::string& message, const std::string& path) {
  if (!message.starts_with(path + ':')) return message;
  const auto end = message.find(": ", path.size());
  return end == std::string::npos ? message : message.substr(end + 2);
}

/// The text with the profile, checked as whatever reads it later will.
std::string with_profile(std::string_view text, const NewProfile& profile, Session& session) {
  const auto& places = session.places;
  const auto parsed = [&](std::string_view of) {
    return ConfigurationFile(places,
                             UserFile{.text = std::string(of), .mode = S_IRUSR | S_IWUSR, .owner = ::geteuid()});
  };
  const auto names = parsed(text).profiles();
  if (std::ranges::find(names, profile.name) != names.end()) {
    throw Error(Status::configuration, "there is a profile of that name in " + places.configuration +
                                           "; choose another name, or change it there");
  }
  auto with = with_table(text, profile_table(profile.name, all_settings(profile)));
  const auto find = [&](const std::string& name) -> const Provider& { return session.plugins.find(name); };
  const auto configuration = parsed(with).read(find, [&](const std::string& name) { return name == profile.name; });
  const auto& entry = configuration.profiles.front().profile;
  if (!entry) throw Error(entry.error().status, without_place(entry.error().message, places.configuration));
  return with;
}

/// The secrets that the profile needs and does not have anywhere yet.
std::vector<std::string> missing_secrets(const Profile& profile) {
  std::vector<std::string> keys;
  const bool is_static = profile.service.grant == GrantType::static_token;
  if (is_static) keys.emplace_back("token");
  if (!is_static && profile.credentials_file.empty() && profile.service.client_secret == Setting::Need::required) {
    keys.emplace_back("client_secret");
  }
  std::erase_if(keys, [&](const auto& key) { return profile.secrets.contains(key); });
  return keys;
}

void offer_to_store(const OpenedProfile& of, Session& session, std::string_view where, const std::string& key) {
  if (!where.empty()) std::fprintf(stderr, "\n%s\n", wrapped(escaped(where), 0).c_str());
  auto secret = read_secret_answer(key + " (not shown; Enter leaves it for later): ");
  if (!secret.empty()) store_secret(of, Folder::create(session.places.state), key, secret);
  wipe(secret);
}

/// What is left to do, as commands.
void print_next(const OpenedProfile& of, const std::vector<std::string>& left) {
  const auto& name = of.profile.name;
  std::puts("\nNext:");
  for (const auto& key : left) std::printf("  jeton secret set %s %s\n", name.c_str(), key.c_str());
  if (of.profile.needs_consent()) std::printf("  jeton login %s\n", name.c_str());
  std::printf("  jeton token %s\n  jeton setup git %s\n  jeton setup docker %s\n", name.c_str(), name.c_str(),
              name.c_str());
}

void finish(const NewProfile& profile, Session& session, Asking asking) {
  const auto of = open_profile(session.places, session.plugins, session.environment, profile.name);
  auto left = missing_secrets(of.profile);
  if (asking == Asking::person) {
    const auto hints = of.provider.metadata().hints;
    for (const auto& key : left) {
      const auto hint = std::ranges::find(hints, key, &Hint::key);
      offer_to_store(of, session, hint == hints.end() ? std::string_view() : hint->where, key);
    }
    const auto stored = of.store.load(profile.name).secrets;
    std::erase_if(left, [&](const auto& key) { return stored.contains(key); });
  }
  print_next(of, left);
}

int run(const Given& given, Session& session) {
  const ConfigurationFile fit_to_be_used(session.places);  // or what is added to it would not be, either
  auto profile = read_given(given, session);
  const auto asking = ::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0 ? Asking::person : Asking::nobody;
  const auto check = [&] { with_profile(read_foreign_file(session.places.configuration), profile, session); };
  if (asking == Asking::person) {
    ask_for_missing(profile, session, check);
  } else if (profile.name.empty() || profile.provider.empty()) {
    throw Error(Status::usage, std::string("add needs ") + (profile.name.empty() ? "NAME" : "--provider P") +
                                   " where nobody can be asked; run: jeton add --help");
  }
  return about_profile(profile.name, [&] {
    edit_file(session.places.configuration,
              [&](std::string_view text) { return with_profile(text, profile, session); });
    std::printf("%s: added [profile.%s]\n", escaped(session.places.configuration).c_str(), profile.name.c_str());
    finish(profile, session, asking);
    return static_cast<int>(Status::done);
  });
}

constexpr std::array arguments = {
    Argument{"NAME", "what the profile shall be called", ValueKind::text, Argument::Count::optional},
    Argument{"KEY=VALUE", "a setting; VALUE is TOML, else a string", ValueKind::setting, Argument::Count::any}};
constexpr std::array options = {
    Option{"--provider", "P", "the provider's plugin, as jeton plugins lists it", ValueKind::plugin}};

}  // namespace

constexpr Command add_command{
    .name = "add",
    .summary = "add a profile to the configuration",
    .description =
        "Appends a profile to the configuration, after checking it, and changes nothing else there. On a "
        "terminal it asks for what is missing, says where the provider shows it, and offers to store "
        "secrets; no secret is taken from the command line.",
    .example =
        "jeton add\njeton add acme --provider generic token_url=https://login.acme.example/token \\\n"
        "  urls=https://api.acme.example client_id=abc",
    .arguments = arguments,
    .options = options,
    .run = run};

}  // namespace jeton
