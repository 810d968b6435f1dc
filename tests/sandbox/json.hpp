#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace jeton::sandbox {

/// Members keep the order they were written in, so that answers read as the providers' documents show them.
using Json = nlohmann::ordered_json;

/// Text that came from a client may be no UTF-8; it is shown with replacement characters rather than refused.
inline std::string to_text(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace jeton::sandbox
