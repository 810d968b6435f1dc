#pragma once

#include <string>
#include <vector>

#include "golden/exchange.hpp"
#include "jeton/provider.hpp"

namespace jeton::golden {

/// Runs the exchange through the provider: a sentence for each difference, none where all is as the file says. Throws
/// std::invalid_argument for an exchange that makes no sense with this provider.
std::vector<std::string> check(const Exchange& exchange, const Provider& provider);

}  // namespace jeton::golden
