#include "front/choice.hpp"

#include "base/text.hpp"

namespace jeton {

std::optional<ProfileRoute> choose_profile(TokenSource& tokens, const RequestUrl& request,
                                           const std::optional<std::string>& only,
                                           const std::optional<std::string>& username) {
  if (only) {
    auto profile = tokens.profile(*only);
    return profile.covers(request) ? std::optional(std::move(profile)) : std::nullopt;
  }
  const auto names = tokens.routes().best_matches(request);
  if (names.empty()) return std::nullopt;
  if (names.size() == 1) return tokens.profile(names.front());

  std::vector<ProfileRoute> chosen;
  std::string listed;
  for (const auto& name : names) {
    auto profile = tokens.profile(name);
    listed += (listed.empty() ? "" : ", ") + name;
    if (username && (name == *username || (profile.names_username && profile.username == *username))) {
      chosen.push_back(std::move(profile));
    }
  }
  if (chosen.size() == 1) return std::move(chosen.front());
  throw Error(Status::no_credentials, printable(request.authority.host) + ": the profiles " + listed +
                                          " match equally well; choose one with --profile NAME or the user name");
}

}  // namespace jeton
