#include "store/secret_store.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace jeton {
namespace {

constexpr std::string_view kind = "jeton secrets 1";
constexpr std::string_view grant_kind = "jeton grant 1";
constexpr std::string_view secret_prefix = "secret.";
constexpr std::string_view grant_prefix = "grant.";
constexpr std::string_view standing_prefix = "standing.";

constexpr std::array<std::pair<std::string_view, std::string StoredGrant::*>, 4> grant_fields = {
    {{"refresh_token", &StoredGrant::refresh_token},
     {"access_token", &StoredGrant::access_token},
     {"rejected", &StoredGrant::rejected},
     {"refused_because", &StoredGrant::refused_because}}};

constexpr std::array<std::pair<Standing, std::string_view>, 3> standing_names = {
    {{Standing::none, "none"}, {Standing::usable, "usable"}, {Standing::refused, "refused"}}};

std::string file(const std::string& profile) {
  return profile + ".secrets";
}

std::string text_of(const StoredGrant& grant) {
  Record record{std::string(grant_kind)};
  for (const auto& [name, field] : grant_fields) {
    if (!(grant.*field).empty()) record.add(name, grant.*field);
  }
  return record.text();
}

StoredGrant grant_of(std::string_view text) {
  StoredGrant grant;
  const auto record = Record::parse(text, grant_kind);
  if (!record) return grant;
  for (const auto& [name, field] : grant_fields) grant.*field = record->get(name);
  return grant;
}

}  // namespace

ProfileSecrets secrets_of(const Record& record) {
  ProfileSecrets out;
  for (const auto& [key, value] : record.fields()) {
    if (key.starts_with(secret_prefix)) out.secrets[key.substr(secret_prefix.size())] = value;
    if (key.starts_with(grant_prefix)) out.grants[key.substr(grant_prefix.size())] = grant_of(value);
  }
  return out;
}

Record record_of(const ProfileSecrets& secrets) {
  Record record{std::string(kind)};
  for (const auto& [key, secret] : secrets.secrets) record.add(std::string(secret_prefix) + key, secret);
  for (const auto& [id, grant] : secrets.grants) record.add(std::string(grant_prefix) + id, text_of(grant));
  return record;
}

Standing standing(const StoredGrant& grant) {
  if (!grant.refresh_token.empty()) return grant.refused_because.empty() ? Standing::usable : Standing::refused;
  if (!grant.rejected.empty()) return Standing::refused;
  return grant.access_token.empty() ? Standing::none : Standing::usable;
}

ProfileSecrets::~ProfileSecrets() {
  for (auto& [key, secret] : secrets) wipe(secret);
  for (auto& [id, grant] : grants) {
    wipe(grant.refresh_token);
    wipe(grant.access_token);
  }
}

ProfileSecrets SecretStore::load(const std::string& profile) const {
  const auto folder = Folder::open(path_);
  const auto record = folder ? load_sealed(*folder, file(profile), kind, seal_) : std::nullopt;
  return record ? secrets_of(*record) : ProfileSecrets{};
}

std::optional<std::string> SecretStore::find_secret(const std::string& profile, const std::string& key) const {
  const auto stored = load(profile);
  const auto found = stored.secrets.find(key);
  return found == stored.secrets.end() ? std::nullopt : std::optional(found->second);
}

void SecretStore::save(const std::string& profile, const ProfileSecrets& secrets) const {
  const auto folder = Folder::create(path_);
  if (secrets.secrets.empty() && secrets.grants.empty()) {
    folder.remove(file(profile));
    return;
  }
  Record in_clear{std::string(kind)};
  for (const auto& [id, grant] : secrets.grants) {
    for (const auto& [value, name] : standing_names) {
      if (value == standing(grant)) in_clear.add(std::string(standing_prefix) + id, name);
    }
  }
  auto text = sealed_text(record_of(secrets), seal_, in_clear);
  folder.write(file(profile), text, Durability::durable);
  wipe(text);
}

std::map<std::string, Standing> SecretStore::standings(const std::string& profile) const {
  std::map<std::string, Standing> out;
  const auto folder = Folder::open(path_);
  auto text = folder ? folder->read(file(profile)) : std::nullopt;
  const auto record = text ? Record::parse(*text, kind) : std::nullopt;
  if (!record) return out;
  wipe(*text);
  for (const auto& [id, grant] : secrets_of(*record).grants) out[id] = standing(grant);
  for (const auto& [key, value] : record->fields()) {
    for (const auto& [standing, name] : standing_names) {
      if (key.starts_with(standing_prefix) && value == name) out[key.substr(standing_prefix.size())] = standing;
    }
  }
  return out;
}

}  // namespace jeton
