#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "doctor/finding.hpp"

namespace jeton {

/// A .curlrc, of which curl reads the first that it finds.
struct CurlFile {
  std::string path;
  std::string text;
};

/// What takes a token elsewhere, whatever `jeton curl` says.
Area examine_curl(const std::vector<CurlFile>& files);

}  // namespace jeton
