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
#include "commands/setup.hpp"
#include "commands/stored_secret.hpp"
#include "config/configuration.hpp"
#include "config/new_profile.hpp"
#include "host/plugin_call.hpp"
#include "login/terminal.hpp"
#include "routes/routes.hpp"

namespace jeton {
namespace {

/// Throws Error for a key that no setting has. One that is near to a setting's is shown, and of others what cannot be a
/// secret without its key.
void check_key(std::string_view key, std::span<const Setting> own) {
  constexpr std::size_t longest_word = 30;
  if (find_setting(own, key) != nullptr) return;
  std::vector<std::string_view> known;
  for (const auto group : {own, common_settings()}) {
    for (const auto& setting : group) known.push_back(setting.name);
  }
  const auto meant = did_you_mean(key, known);
  const bool is_word =
      key.size() <= longest_word && std::ranges::all_of(key, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  throw Error(Status::configuration,
              (meant.empty() && !is_word ? "an unknown key" : "unknown key \"" + printable(key) + '"') +
                  (meant.empty() ? "; for all that there are, run: man jeton.toml" : meant));
}

NewSetting read_setting(const std::string& word, const NewProfile& profile, std::span<const Setting> own) {
  auto setting = read_assignment(word, profile.name.empty() ? "NAME" : profile.name,
                                 [&](std::string_view key) { return find_setting(own, key); });
  const auto key = setting.key.substr(0, setting.key.find('.'));
  check_key(key, own);
  if (key == "provider") throw Error(Status::usage, "the provider is no setting here; write --provider P");
  const bool is_entry = key != setting.key;
  const bool twice = std::ranges::any_of(profile.settings, [&](const auto& other) {
    return other.key == setting.key || other.key == key || (!is_entry && other.key.starts_with(key + '.'));
  });
  if (twice) throw Error(Status::usage, key + " is given twice; give it once");
  return setting;
}

/// What the command line says of the profile.
NewProfile read_given(const Given& given, Session& session) {
  NewProfile profile{.name = given.text("NAME"), .provider = given.text("--provider"), .settings = {}};
  auto words = given.texts("KEY=VALUE");
  // Without a name, the first setting stands in its place.
  if (profile.name.contains('=')) words.insert(words.begin(), std::exchange(profile.name, {}));
  if (!profile.name.empty()) check_new_name(profile.name, session.places);
  if (words.empty()) return profile;
  if (profile.provider.empty()) {
    throw Error(Status::usage, "add needs --provider P before it can read settings; run: jeton plugins");
  }
  const auto own = session.plugins.find(profile.provider).metadata().settings;
  for (const auto& word : words) profile.settings.push_back(read_setting(word, profile, own));
  return profile;
}

std::string with_profile(std::string_view text, const NewProfile& profile) {
  return with_table(text, profile_table(profile.name, all_settings(profile)));
}

/// The profile in the configuration that would come of the text, read as whatever reads it later will.
std::expected<Profile, ProfileTrouble> check(std::string_view text, const NewProfile& profile, Session& session) {
  const auto& places = session.places;
  std::optional<ConfigurationFile> would_be;
  try {
    would_be.emplace(places,
                     UserFile{.text = with_profile(text, profile), .mode = S_IRUSR | S_IWUSR, .owner = ::geteuid()});
  } catch (const Error&) {
    // The text can be read, and so can the profile's table.
    throw Error(Status::configuration, places.configuration +
                                           " has its profiles in one inline table, to which nothing can be added; "
                                           "write each as a table [profile.NAME]");
  }
  const auto find = [&](const std::string& name) -> const Provider& { return session.plugins.find(name); };
  const auto read = would_be->read(find, [&](const std::string& name) { return name == profile.name; });
  return read.profiles.front().profile;
}

/// What is wrong, and how to mend it on the command line. A line that is not there yet says nothing to anybody.
Error in_words(const ProfileTrouble& trouble, const NewProfile& profile, Session& session) {
  if (trouble.key == "provider" || profile.has(trouble.key)) return {trouble.status, trouble.reason};
  const auto* const setting = find_setting(session.plugins.find(profile.provider).metadata().settings, trouble.key);
  if (setting == nullptr) return {trouble.status, trouble.reason};
  return {trouble.status, trouble.reason + "; give it as " + trouble.key + "=…: " + printable(setting->meaning)};
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
void print_next(const OpenedProfile& of, const std::vector<std::string>& left, const Session& session) {
  const auto& name = of.profile.name;
  const auto other = other_configuration(session);
  const auto option = other ? " --config " + quoted(*other) : "";
  const auto print = [&](const std::string& command) {
    std::printf("  jeton %s\n", escaped(command + option).c_str());
  };
  std::puts("\nNext:");
  for (const auto& key : left) print("secret set " + name + ' ' + key);
  if (of.profile.needs_consent()) print("login " + name);
  for (const auto* const command : {"token ", "setup git ", "setup docker "}) print(command + name);
}

void finish(const NewProfile& profile, Session& session, Asking asking) {
  const auto of = open_profile(session.places, session.plugins, session.environment, profile.name);
  const auto& credentials = of.profile.credentials_file;
  if (!credentials.empty() && ::access(credentials.c_str(), F_OK) != 0) {
    print_message(profile.name + ": warning: credentials_file: " + credentials + " is not there yet");
  }
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
  print_next(of, left, session);
}

/// Whom to ask. Where a command line leaves nothing to ask for, it may be one of several that were pasted.
Asking asking(const NewProfile& profile, const CheckProfile& check) {
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDERR_FILENO) == 0) return Asking::nobody;
  const bool says_it = !profile.name.empty() && !profile.provider.empty() && !profile.settings.empty();
  return says_it && check() ? Asking::nobody : Asking::person;
}

/// Appends what has nothing wrong with it.
void append(const NewProfile& profile, Session& session) {
  const auto& path = session.places.configuration;
  edit_file(path, [&](std::string_view text) {
    check_new_name(profile.name, session.places);
    if (const auto checked = check(text, profile, session); !checked) throw in_words(checked.error(), profile, session);
    return with_profile(text, profile);
  });
  std::printf("%s: added [profile.%s]\n", escaped(path).c_str(), profile.name.c_str());
}

/// What is wrong is about a profile as soon as that has a name.
template <class Call>
auto about(const std::string& name, const Call& call) {
  if (!is_profile_name(name)) return call();
  set_last_words({.before = "jeton: " + name + ": "});
  return about_profile(name, call);
}

int run(const Given& given, Session& session) {
  const ConfigurationFile fit_to_be_used(session.places);  // or what is added to it would not be, either
  auto profile = about(given.text("NAME"), [&] { return read_given(given, session); });
  const CheckProfile check_profile = [&] {
    return check(read_foreign_file(session.places.configuration), profile, session);
  };
  const auto who = about(profile.name, [&] {
    const auto whom = asking(profile, check_profile);
    if (whom == Asking::person) ask_for_missing(profile, session, check_profile);
    return whom;
  });
  if (profile.name.empty() || profile.provider.empty()) {
    throw Error(Status::usage, std::string("add needs ") + (profile.name.empty() ? "NAME" : "--provider P") +
                                   " where nobody can be asked; run: jeton add --help");
  }
  return about(profile.name, [&] {
    append(profile, session);
    finish(profile, session, who);
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
