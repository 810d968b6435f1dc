#include "setup/docker_configuration.hpp"

#include "fuzz.hpp"

// A docker configuration of the user's. What jeton adds is found again, and can be taken out again: what is left then
// means what it did.
void jeton::fuzz(std::string_view input) {
  const std::vector<RegistryHelper> added = {{.registry = "a.example:5000", .suffix = "jeton"}};
  DockerConfiguration before;
  try {
    before = DockerConfiguration::read(input);
  } catch (const Error&) {
    return;
  }
  const auto with = with_own_helpers(input, added);
  must(DockerConfiguration::read(with).helper_of("a.example:5000") == "jeton");
  must(with_own_helpers(with, added) == with);

  const auto without = with_own_helpers(with, {});
  const auto after = DockerConfiguration::read(without);
  must(after.store == before.store && after.logins == before.logins);
  for (const auto& helper : before.helpers) {
    if (!is_own(helper)) must(after.helper_of(helper.registry) == helper.suffix);
  }
}
