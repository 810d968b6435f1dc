#include "setup/git_configuration.hpp"

#include <algorithm>

#include "fuzz.hpp"

// A git configuration of the user's. What jeton adds is found again, last and behind a reset, moves nothing else, and
// can be taken out again: what is left then had nothing of jeton's, or is what there was.
void jeton::fuzz(std::string_view input) {
  const std::vector<GitHelper> added = {{.url = "https://a.example", .value = "jeton --profile a"}};
  std::vector<GitHelper> before;
  try {
    before = git_helpers(input);
  } catch (const Error&) {
    return;
  }
  const auto is_ours = [](const GitHelper& helper) { return is_own(helper); };
  const auto with = with_own_helpers(input, added);
  const auto after = git_helpers(with);
  must(after.size() >= 2 && after.back() == added.front() && after[after.size() - 2].value.empty());
  must(std::ranges::count_if(after, is_ours) == 1);
  must(with_own_helpers(with, added) == with);

  const auto without = with_own_helpers(with, {});
  must(std::ranges::none_of(git_helpers(without), is_ours));
  if (std::ranges::none_of(before, is_ours)) must(without == input);
}
