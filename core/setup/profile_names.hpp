#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

namespace jeton {

using Names = std::vector<std::string>;

inline bool has_name(std::span<const std::string> names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// Those that are in both, in the first one's order.
inline Names common_names(const Names& names, std::span<const std::string> others) {
  Names common;
  std::ranges::copy_if(names, std::back_inserter(common), [&](const auto& name) { return has_name(others, name); });
  return common;
}

/// True for what belongs to nobody but those that are chosen: then it may go with them.
inline bool all_chosen(const Names& owners, std::span<const std::string> chosen) {
  return !owners.empty() && common_names(owners, chosen).size() == owners.size();
}

inline std::string joined(std::span<const std::string> names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

}  // namespace jeton
