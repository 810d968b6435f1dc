#include "commands/add_questions.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <set>

#include "base/text.hpp"
#include "commands/layout.hpp"
#include "config/configuration.hpp"
#include "host/plugin_trial.hpp"
#include "login/terminal.hpp"
#include "routes/routes.hpp"

namespace jeton {
namespace {

void say(const std::string& text) {
  std::fprintf(stderr, "%s\n", text.c_str());
}

/// Asks until the answer is one; `take` throws Error for what is none.
template <class Take>
void ask_until_taken(const std::string& question, const Take& take) {
  for (;;) {
    const auto answer = read_answer(question);
    try {
      take(answer);
      return;
    } catch (const Error& error) {
      say("  " + wrapped(escaped(error.what()), 2));
    }
  }
}

void ask_for_name(NewProfile& profile, const Places& places) {
  ask_until_taken("Name of the profile, such as acme or acme-staging: ", [&](const std::string& answer) {
    check_new_name(answer, places);
    profile.name = answer;
  });
}

void ask_for_provider(NewProfile& profile, Session& session) {
  say("Which provider?\n");
  const auto names = session.plugins.names();
  try_out_metadata(session.plugins, names);
  for (const auto& name : names) {
    try {
      say("  " + padded(escaped(name), 14) + escaped(session.plugins.find(name).metadata().summary));
    } catch (const std::exception&) {
      continue;  // one that cannot be loaded is none to choose; jeton plugins says why
    }
  }
  say("");
  ask_until_taken("Provider: ", [&](const std::string& answer) {
    session.plugins.find(answer);
    profile.provider = answer;
  });
}

struct Question {
  const Setting& setting;
  std::string where;
  Setting::Need need;
};

/// Gets a profile's settings from a person, one by one, and checks each as it comes.
class Interview {
 public:
  Interview(NewProfile& profile, const Provider& provider, const Places& places, const CheckProfile& check)
      : profile_(profile), provider_(provider), metadata_(provider.metadata()), places_(places), check_(check) {}

  void carry_out() {
    while (const auto question = next()) ask(*question);
  }

 private:
  const Setting* find(std::string_view key) const { return find_setting(metadata_.settings, key); }
  const Hint* find_hint(std::string_view key) const {
    const auto found = std::ranges::find(metadata_.hints, key, &Hint::key);
    return found == metadata_.hints.end() ? nullptr : &*found;
  }

  /// What is missing and not hinted at comes first, since what is hinted at may depend on it; then the hints in their
  /// order. Nothing where the profile is complete.
  std::optional<Question> next() {
    const auto checked = check_();
    const auto missing = checked ? std::string() : checked.error().key;
    const auto* const hint = find_hint(missing);
    if (!checked && (hint == nullptr || profile_.has(missing))) return question_about(checked.error());
    for (const auto& [key, where] : metadata_.hints) {
      const auto* const setting = find(key);
      if (setting == nullptr || !is_open(*setting)) continue;
      return Question{*setting, std::string(where), key == missing ? Setting::Need::required : setting->need};
    }
    return checked ? std::nullopt : std::optional(question_about(checked.error()));
  }

  /// What was typed can be typed again; what the command line says cannot.
  Question question_about(const ProfileTrouble& trouble) {
    const auto* const setting = find(trouble.key);
    const bool was_given = profile_.has(trouble.key) && !asked_.contains(trouble.key);
    if (was_given || setting == nullptr) throw Error(trouble.status, trouble.reason);
    std::erase_if(profile_.settings, [&](const auto& other) { return other.key == trouble.key; });
    const bool says_more = trouble.reason != trouble.key + " is missing";
    return {*setting, says_more ? trouble.reason : std::string(), Setting::Need::required};
  }

  bool is_open(const Setting& setting) const {
    if (setting.kind == Setting::Kind::secret || asked_.contains(setting.name) || profile_.has(setting.name))
      return false;
    // A credentials file has the client in it.
    return (setting.name != "client_id" || !profile_.has("credentials_file")) && is_of_use(setting.name);
  }

  /// A token that a person has is not asked for with anything: not even with the client, where its being there would
  /// not change that.
  bool is_of_use(std::string_view key) const {
    if (key == "environment") return true;
    auto settings = read_new_settings(profile_.settings, metadata_.settings);
    if (key == "client_id") settings.set("client_id", std::string("any"));
    const auto service = provider_.service(settings);
    return !service || service->grant != GrantType::static_token;
  }

  void ask(const Question& question) {
    const auto& setting = question.setting;
    const std::string key(setting.name);
    asked_.insert(key);
    say('\n' + wrapped(escaped(setting.meaning), 0));
    if (!question.where.empty()) say("  " + wrapped(escaped(question.where), 2));
    const bool is_choice = setting.kind == Setting::Kind::choice;
    const bool required = question.need == Setting::Need::required && !is_choice;
    if (is_choice) say("  " + wrapped("One of: " + choices_of(setting), 2));
    const auto otherwise = is_choice ? "Enter: " + escaped(setting.choices.front()) : "Enter leaves it out";
    ask_until_taken(key + (required ? ": " : " (" + otherwise + "): "), [&](const std::string& answer) {
      if (answer.empty() && required) throw Error(Status::configuration, key + " is needed");
      if (!answer.empty()) take(setting, answer);
    });
  }

  static std::string choices_of(const Setting& setting) {
    std::string out;
    for (const auto choice : setting.choices) out += (out.empty() ? "" : ", ") + escaped(choice);
    return out;
  }

  void take(const Setting& setting, const std::string& answer) {
    const std::string key(setting.name);
    profile_.settings.push_back({.key = key, .value = value_as_toml(answer, key, profile_.name, &setting)});
    const auto checked = check_();
    std::string trouble = !checked && checked.error().key == key ? checked.error().reason : std::string();
    if (trouble.empty() && key == "credentials_file") {
      const auto folder = places_.configuration.substr(0, places_.configuration.rfind('/'));
      const auto path = expand_path(answer, places_.home, folder);
      if (::access(path.c_str(), R_OK) != 0) trouble = path + " cannot be read";
    }
    if (trouble.empty()) return;
    profile_.settings.pop_back();
    throw Error(Status::configuration, trouble);
  }

  NewProfile& profile_;
  const Provider& provider_;
  const Metadata metadata_;
  const Places& places_;
  const CheckProfile& check_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace

bool NewProfile::has(std::string_view key) const {
  return std::ranges::any_of(settings, [&](const auto& setting) {
    return std::string_view(setting.key).substr(0, setting.key.find('.')) == key;
  });
}

const Setting* find_setting(std::span<const Setting> own, std::string_view key) {
  for (const auto group : {own, common_settings()}) {
    const auto found = std::ranges::find(group, key, &Setting::name);
    if (found != group.end()) return &*found;
  }
  return nullptr;
}

void check_new_name(const std::string& name, const Places& places) {
  if (!is_profile_name(name)) {
    throw Error(Status::usage, "a profile's name has small letters, digits, and \".\", \"_\", \"-\" behind the first");
  }
  const auto names = ConfigurationFile(places).profiles();
  if (std::ranges::find(names, name) == names.end()) return;
  throw Error(Status::configuration, "there is a profile of that name in " + places.configuration +
                                         "; choose another name, or change it there");
}

std::vector<NewSetting> all_settings(const NewProfile& profile) {
  std::vector<NewSetting> all{{.key = "provider", .value = value_as_toml(profile.provider, "provider", {}, nullptr)}};
  all.insert(all.end(), profile.settings.begin(), profile.settings.end());
  return all;
}

void ask_for_missing(NewProfile& profile, Session& session, const CheckProfile& check) {
  if (profile.provider.empty()) ask_for_provider(profile, session);
  if (profile.name.empty()) ask_for_name(profile, session.places);
  Interview(profile, session.plugins.find(profile.provider), session.places, check).carry_out();
  say("\nThis is added to " + escaped(session.places.configuration) + ":\n\n" +
      escaped_lines(profile_table(profile.name, all_settings(profile))));
}

}  // namespace jeton
