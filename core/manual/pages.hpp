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

Page jeton_page();
Page git_credential_jeton_page();
Page docker_credential_jeton_page();
/// Every key that a configuration may have.
Page jeton_toml_page(std::span<const KnownPlugin> plugins);

/// What several pages say.
void add_exit_statuses(Page& page);
void add_environment(Page& page);
void add_files(Page& page);

}  // namespace jeton
