#include "harness/cached_token.hpp"

#include <chrono>
#include <stdexcept>

namespace jeton::e2e {

namespace fs = std::filesystem;

fs::path token_file(const User& user, const std::string& profile) {
  for (const auto& file : User::files_below(user.cache())) {
    if (file.extension() == ".token" && file.filename().string().starts_with(profile + '.')) return file;
  }
  throw std::runtime_error("there is no token of " + profile + " in the cache");
}

AccessToken cached_token(const User& user, const std::string& profile) {
  auto token = AccessToken::parse(read_file(token_file(user, profile)));
  if (!token) throw std::runtime_error("the token of " + profile + " in the cache cannot be read");
  return std::move(*token);
}

void change_cached_token(const User& user, const std::string& profile,
                         const std::function<void(AccessToken&)>& change) {
  const auto file = token_file(user, profile);
  auto token = cached_token(user, profile);
  change(token);
  const auto next = user.home() / "next-token";
  write_file(next, token.text());
  fs::rename(next, file);
}

void age_cached_token(const User& user, const std::string& profile, int seconds) {
  change_cached_token(user, profile, [&](AccessToken& token) {
    token.sent_at -= seconds;
    *token.expires_at -= seconds;
  });
}

void forget_cached_tokens(const User& user) {
  for (const auto& file : User::files_below(user.cache())) {
    if (file.extension() == ".token") fs::remove(file);
  }
}

fs::path settle_routes(const User& user, const std::string& profile) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < deadline) {
    user.run({"jeton", "token", profile});
    for (const auto& file : User::files_below(user.cache())) {
      const bool settled =
          file.extension() == ".routes" && read_file(file).find("\nsettled=yes\n") != std::string::npos;
      if (settled) return file;
    }
  }
  throw std::runtime_error("the routes are made anew each time");
}

}  // namespace jeton::e2e
