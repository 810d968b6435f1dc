#include "token/token_cache.hpp"

#include "base/fingerprint.hpp"
#include "base/text.hpp"

namespace jeton {
namespace {

/// For tokens that do not expire.
constexpr Seconds ten_years = Seconds{3653} * 86400;
constexpr Seconds hour = 3600;
constexpr Seconds month = Seconds{30} * 86400;

std::string token_file(const ProfileRoute& profile) {
  return profile.name + '.' + profile.id + ".token";
}

std::string routes_file(const std::string& configuration) {
  return fingerprint(configuration) + ".routes";
}

Seconds useful_until(const AccessToken& token) {
  return token.expires_at.value_or(token.sent_at + ten_years);
}

}  // namespace

const Folder* TokenCache::folder() const {
  if (!folder_) folder_ = Folder::open(path_);
  return folder_ ? &*folder_ : nullptr;
}

const Folder& TokenCache::made_folder() const {
  if (!folder_) folder_ = Folder::create(path_);
  return *folder_;
}

std::optional<AccessToken> TokenCache::load(const ProfileRoute& profile) const {
  if (folder() == nullptr) return std::nullopt;
  auto text = folder()->read(token_file(profile));
  if (!text) return std::nullopt;
  auto token = AccessToken::parse(*text);
  wipe(*text);
  return token;
}

void TokenCache::save(const ProfileRoute& profile, const AccessToken& token) const {
  const auto& folder = made_folder();
  folder.mark(fingerprint(token.secret) + ".issued", useful_until(token));
  auto text = token.text();
  folder.write(token_file(profile), text, Durability::passing);
  wipe(text);
  folder.set_modified(token_file(profile), useful_until(token));
}

void TokenCache::forget(const ProfileRoute& profile) const {
  if (folder() != nullptr) folder()->remove(token_file(profile));
}

void TokenCache::forget_all(const std::string& profile) const {
  if (folder() == nullptr) return;
  for (const auto& name : folder()->names()) {
    if (is_file_of(profile, name, ".token")) folder()->remove(name);
  }
}

bool TokenCache::was_issued(const std::string& fingerprint) const {
  return folder() != nullptr && folder()->contains(fingerprint + ".issued");
}

std::optional<Seconds> TokenCache::rejected_at(const std::string& fingerprint) const {
  if (folder() == nullptr) return std::nullopt;
  const auto text = folder()->read(fingerprint + ".rejected");
  return text ? std::optional(parse_integer(*text).value_or(0)) : std::nullopt;
}

void TokenCache::reject(const AccessToken& token, Seconds now) const {
  const auto rejected = fingerprint(token.secret);
  if (is_rejected(rejected)) return;
  made_folder().write(rejected + ".rejected", std::to_string(now), Durability::passing);
  made_folder().set_modified(rejected + ".rejected", useful_until(token));
}

void TokenCache::accept(const std::string& fingerprint) const {
  if (folder() != nullptr) folder()->remove(fingerprint + ".rejected");
}

std::optional<Mapping> TokenCache::load_routes(const std::string& configuration) const {
  return folder() == nullptr ? std::nullopt : folder()->map(routes_file(configuration));
}

void TokenCache::save_routes(const std::string& configuration, const std::string& text) const {
  made_folder().write(routes_file(configuration), text, Durability::passing);
}

bool TokenCache::claim_cleaning(Seconds now) const {
  if (folder() == nullptr) return false;
  const auto cleaned = folder()->modified("cleaned");
  if (cleaned && *cleaned > now - hour && *cleaned <= now) return false;
  folder()->mark("cleaned", now);
  return cleaned.has_value();
}

void TokenCache::clean(Seconds now) const {
  if (folder() == nullptr) return;
  for (const auto& name : folder()->names()) {
    const auto modified = folder()->modified(name).value_or(now);
    // Routes are in use for as long as their configuration is, whenever that was compiled; a month is a good guess.
    const bool of_use = name.ends_with(".routes") ? modified > now - month
                        : name.ends_with(".tmp")  ? modified > now - hour
                                                  : modified > now;
    const bool ours = name.ends_with(".token") || name.ends_with(".issued") || name.ends_with(".rejected") ||
                      name.ends_with(".routes") || name.ends_with(".tmp");
    if (ours && !of_use) folder()->remove(name);
  }
}

}  // namespace jeton
