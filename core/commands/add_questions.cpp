#include "commands/add_questions.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

#include "base/text.hpp"
#include "commands/layout.hpp"
#include "config/profile.hpp"
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
    try {
      take(read_answer(question));
      return;
    } catch (const Error& error) {
      if (error.status() == Status::usage && std::string_view(error.what()).starts_with("standard input")) throw;
      say("  " + escaped(error.what()));
    }
  }
}

void ask_for_name(NewProfile& profile) {
  ask_until_taken("Name of the profile, such as acme or acme-staging: ", [&](const std::string& answer) {
    check_new_name(answer);
    profile.name = answer;
  });
}

void ask_for_provider(NewProfile& profile, Session& session) {
  say("Which provider?\n");
  for (const auto& name : session.plugins.names()) {
    try {
      say("  " + padded(escaped(name), 14) + escaped(session.plugins.find(name).metadata().summary));
    } catch (const Error&) {
      continue;  // one that cannot be loaded is none to choose; jeton plugins says why
    }
  }
  say("");
  ask_until_taken("Provider: ", [&](const std::string& answer) {
    session.plugins.find(answer);
    profile.provider = answer;
  });
}

/// One key that may be asked for.
struct Question {
  Setting setting;
  std::string_view where;
};

/// The plugin's hints in their order, then what is required and not among them.
std::vector<Question> questions_of(const Metadata& metadata) {
  std::vector<Question> questions;
  std::set<std::string_view> seen;
  const auto find = [&](std::string_view key) -> const Setting* {
    for (const auto group : {metadata.settings, common_settings()}) {
      const auto found = std::ranges::find(group, key, &Setting::name);
      if (found != group.end()) return &*found;
    }
    return nullptr;
  };
  for (const auto& hint : metadata.hints) {
    const auto* const setting = find(hint.key);
    if (setting != nullptr && seen.insert(hint.key).second) questions.push_back({*setting, hint.where});
  }
  for (const auto& setting : metadata.settings) {
    if (setting.need == Setting::Need::required && seen.insert(setting.name).second) questions.push_back({setting, {}});
  }
  return questions;
}

bool has(const NewProfile& profile, std::string_view key) {
  return std::ranges::any_of(profile.settings, [&](const auto& setting) { return setting.key == key; });
}

void ask(const Question& question, NewProfile& profile) {
  const auto& setting = question.setting;
  const std::string key(setting.name);
  say('\n' + wrapped(key + ": " + escaped(setting.meaning), 0));
  if (!question.where.empty()) say("  " + wrapped(escaped(question.where), 2));
  std::string choices;
  for (const auto choice : setting.choices) choices += (choices.empty() ? "" : ", ") + std::string(choice);
  const bool required = setting.need == Setting::Need::required;
  const auto left_out =
      choices.empty() ? "Enter leaves it out" : choices + "; Enter: " + std::string(setting.choices[0]);
  ask_until_taken(key + (required ? ": " : " (" + left_out + "): "), [&](const std::string& answer) {
    if (answer.empty() && required) throw Error(Status::configuration, key + " is needed");
    if (answer.empty()) return;
    if (!setting.choices.empty() && setting.kind == Setting::Kind::choice &&
        std::ranges::find(setting.choices, answer) == setting.choices.end()) {
      throw Error(Status::configuration, "that is none of " + choices + did_you_mean(answer, setting.choices));
    }
    profile.settings.push_back({.key = key, .value = value_as_toml(answer, key, profile.name, &setting)});
  });
}

/// Those that still are to be asked. A credentials file has the client in it.
void ask_all(const std::vector<Question>& questions, NewProfile& profile) {
  for (const auto& question : questions) {
    const auto& key = question.setting.name;
    if (question.setting.kind == Setting::Kind::secret || has(profile, key)) continue;
    if (key == "client_id" && has(profile, "credentials_file")) continue;
    ask(question, profile);
  }
}

}  // namespace

void check_new_name(const std::string& name) {
  if (is_profile_name(name)) return;
  throw Error(Status::usage, "a profile's name has small letters, digits, and \".\", \"_\", \"-\" behind the first");
}

std::vector<NewSetting> all_settings(const NewProfile& profile) {
  std::vector<NewSetting> all{{.key = "provider", .value = value_as_toml(profile.provider, "provider", {}, nullptr)}};
  all.insert(all.end(), profile.settings.begin(), profile.settings.end());
  return all;
}

void ask_for_missing(NewProfile& profile, Session& session, const std::function<void()>& check) {
  if (profile.provider.empty()) ask_for_provider(profile, session);
  const auto questions = questions_of(session.plugins.find(profile.provider).metadata());
  if (profile.name.empty()) ask_for_name(profile);
  const auto given = profile.settings;
  for (;;) {
    ask_all(questions, profile);
    try {
      check();
      break;
    } catch (const Error& error) {
      // What was typed can be typed again; what the command line says cannot.
      if (profile.settings.size() == given.size()) throw;
      say("\n" + escaped(error.what()) + "\nOnce more:");
      profile.settings = given;
    }
  }
  say("\nThis is added to " + escaped(session.places.configuration) + ":\n\n" +
      escaped_lines(profile_table(profile.name, all_settings(profile))));
}

}  // namespace jeton
