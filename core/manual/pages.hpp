#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "jeton/provider.hpp"
#include "manual/page.hpp"

namespace jeton {

/// A plugin that comes with jeton.
struct KnownPlugin {
  std::string_view name;
  Metadata metadata;
};

ManualPage jeton_page();
ManualPage git_credential_jeton_page();
ManualPage docker_credential_jeton_page();
/// Every key that a configuration may have.
ManualPage jeton_toml_page(std::span<const KnownPlugin> plugins);

/// What several pages say.
void add_exit_statuses(ManualPage& page);
void add_environment(ManualPage& page);
void add_files(ManualPage& page);

}  // namespace jeton
