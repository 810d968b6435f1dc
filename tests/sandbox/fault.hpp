#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grant.hpp"
#include "http_message.hpp"
#include "provider.hpp"

namespace jeton::sandbox {

/// What a fault may want to know about the token request that it strikes.
struct Incident {
  const Provider& provider;
  std::string_view redirect_url;   ///< another provider's token endpoint
  std::optional<Seconds> seconds;  ///< as asked for with the fault
  Time now;
};

/// A way in which a token endpoint can fail. Has one of the two functions.
struct Fault {
  std::string_view name;
  /// Answers in the token endpoint's place, whatever was asked. No token is granted.
  Response (*replace)(const Incident& incident) = nullptr;
  /// Changes what a correct request is granted. An incorrect one is refused as ever.
  void (*spoil)(Grant& grant, const Incident& incident) = nullptr;
};

/// Nothing if there is no such fault. "none" is no fault.
const Fault* find_fault(std::string_view name);

/// What may be asked for: the faults and "none".
std::vector<std::string_view> fault_names();

}  // namespace jeton::sandbox
