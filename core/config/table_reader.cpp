#include "config/table_reader.hpp"

#include <algorithm>
#include <array>

#include "base/places.hpp"
#include "base/text.hpp"
#include "match/request_url.hpp"

namespace jeton {
namespace {

constexpr std::array<std::string_view, 4> secret_forms = {"env", "file", "credential", "command"};

std::string listed(std::span<const std::string_view> words) {
  std::string out;
  for (const auto word : words) out += (out.empty() ? "\"" : ", \"") + std::string(word) + '"';
  return out;
}

}  // namespace

std::string TableReader::place(std::string_view key) const {
  const auto* const node = table_.get(key);
  const auto line = node != nullptr ? node->source().begin.line : table_.source().begin.line;
  return file_ + ':' + std::to_string(line) + ": ";
}

void TableReader::fail(std::string_view key, const std::string& trouble, Status status) const {
  throw KeyError(status, place(key), key, std::string(key) + ' ' + trouble);
}

void TableReader::fail_missing(std::string_view key) const {
  fail(key, "is missing");
}

void TableReader::allow(std::span<const std::string_view> known) const {
  for (const auto& [key, value] : table_) {
    if (std::ranges::find(known, key.str()) != known.end()) continue;
    throw KeyError(Status::configuration, place(key.str()), key.str(),
                   "unknown key \"" + printable(key.str()) + '"' + did_you_mean(key.str(), known));
  }
}

std::optional<std::string> TableReader::text(std::string_view key) const {
  const auto* const node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_string()) fail(key, "is not a string");
  auto text = node->value_or(std::string());
  if (text.contains('\0')) fail(key, "has a NUL byte");
  return text;
}

std::vector<std::string> TableReader::texts(std::string_view key) const {
  const auto* const node = table_.get(key);
  if (node == nullptr) return {};
  if (!node->is_array()) fail(key, "is not an array of strings");
  std::vector<std::string> out;
  for (const auto& element : *node->as_array()) {
    if (!element.is_string()) fail(key, "is not an array of strings");
    out.push_back(element.value_or(std::string()));
  }
  return out;
}

Settings::Table TableReader::table(std::string_view key) const {
  const auto* const node = table_.get(key);
  if (node == nullptr) return {};
  if (!node->is_table()) fail(key, "is not a table of strings");
  Settings::Table out;
  for (const auto& [name, value] : *node->as_table()) {
    if (!value.is_string()) fail(key, "has \"" + printable(name.str()) + "\", which is not a string");
    out[std::string(name.str())] = value.value_or(std::string());
  }
  return out;
}

std::optional<Seconds> TableReader::duration(std::string_view key) const {
  const auto* const node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  auto parsed = node->is_integer()  ? parse_duration(std::to_string(node->value_or(std::int64_t{-1})))
                : node->is_string() ? parse_duration(node->value_or(std::string_view()))
                                    : std::nullopt;
  if (!parsed) fail(key, R"(is not a duration such as 90, "90s", "5m" or "2h")");
  return parsed;
}

std::string TableReader::choice(std::string_view key, std::span<const std::string_view> choices) const {
  const auto value = text(key);
  if (!value) return std::string(choices.front());
  if (std::ranges::find(choices, *value) == choices.end()) {
    fail(key, "is \"" + printable(*value) + "\", not one of " + listed(choices));
  }
  return *value;
}

std::optional<SecretSource> TableReader::secret(std::string_view key, const std::string& home,
                                                const std::string& folder) const {
  const auto* const node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (node->is_string()) return SecretSource{SecretSource::Literal{node->value_or(std::string())}};
  const auto wrong = [&] { fail(key, "is neither a string nor one of { env | file | credential | command = … }"); };
  const auto* const form = node->as_table();
  if (form == nullptr || form->size() != 1) wrong();
  const auto name = form->begin()->first.str();
  if (std::ranges::find(secret_forms, name) == secret_forms.end()) {
    fail(key, "has an unknown form \"" + printable(name) + '"' + did_you_mean(name, secret_forms));
  }
  if (name == "command") {
    std::vector<std::string> arguments;
    const auto* const listed = form->begin()->second.as_array();
    if (listed == nullptr) fail(key, "has a command that is not an array of strings");
    for (const auto& argument : *listed) {
      if (!argument.is_string()) fail(key, "has a command that is not an array of strings");
      arguments.push_back(argument.value_or(std::string()));
    }
    if (arguments.empty() || arguments.front().empty()) fail(key, "has a command without a program");
    return SecretSource{SecretSource::Command{std::move(arguments)}};
  }
  auto value = form->begin()->second.value_or(std::string());
  if (value.empty()) fail(key, "names nothing to read");
  if (name == "env") return SecretSource{SecretSource::Variable{std::move(value)}};
  if (name == "file") return SecretSource{SecretSource::File{expand_path(value, home, folder)}};
  if (value.contains('/') || value == "..") fail(key, "names a credential with a \"/\"");
  return SecretSource{SecretSource::Credential{std::move(value)}};
}

std::optional<Settings::Value> TableReader::value(const Setting& setting) const {
  if (!has(setting.name)) return std::nullopt;
  switch (setting.kind) {
    case Setting::Kind::text: return text(setting.name).value_or("");
    case Setting::Kind::url: {
      auto url = text(setting.name).value_or("");
      check_endpoint(*this, setting.name, url);
      return url;
    }
    case Setting::Kind::boolean: {
      const auto* const node = table_.get(setting.name);
      if (!node->is_boolean()) fail(setting.name, "is not true or false");
      return node->value_or(false);
    }
    case Setting::Kind::choice: return choice(setting.name, setting.choices);
    case Setting::Kind::texts: return texts(setting.name);
    case Setting::Kind::table: {
      auto entries = table(setting.name);
      for (const auto& [name, entry] : entries) {
        if (!setting.choices.empty() && std::ranges::find(setting.choices, name) == setting.choices.end()) {
          fail(setting.name, "has an unknown key \"" + printable(name) + '"' + did_you_mean(name, setting.choices));
        }
      }
      return entries;
    }
    case Setting::Kind::secret: return std::string();  // that it is there, and nothing more
  }
  return std::nullopt;
}

void check_endpoint(const TableReader& table, std::string_view key, const std::string& url) {
  const auto parsed = parse_request_url(url);
  if (!parsed) table.fail(key, "\"" + printable(without_login(url)) + "\" is not an https:// URL");
  if (!is_protected(*parsed)) {
    table.fail(key, "is http, which is for loopback hosts alone; use https");
  }
}

Settings read_settings(const TableReader& table, std::span<const Setting> own) {
  Settings settings;
  for (const auto group : {own, shaping_settings()}) {
    for (const auto& setting : group) {
      if (auto value = table.value(setting)) settings.set(std::string(setting.name), std::move(*value));
    }
  }
  return settings;
}

bool has_literal_secret(const toml::table& root) {
  const auto* const profiles = root["profile"].as_table();
  if (profiles == nullptr) return false;
  return std::ranges::any_of(*profiles, [](const auto& entry) {
    const auto* const profile = entry.second.as_table();
    return profile != nullptr && ((*profile)["client_secret"].is_string() || (*profile)["token"].is_string() ||
                                  (*profile)["proxy"].value_or(std::string_view()).contains('@'));
  });
}

}  // namespace jeton
