#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "jeton/provider.hpp"

namespace jeton {

/// Loads provider plugins: those of the installed folder by name, any other by absolute path. A plugin stays loaded
/// for as long as this lives.
class Plugins {
 public:
  explicit Plugins(std::string folder);
  Plugins(const Plugins&) = delete;
  Plugins& operator=(const Plugins&) = delete;
  ~Plugins();

  /// Throws Error(configuration) for a name that no plugin has, Error(plugin) for a file that is none, is made for
  /// another ABI, or could have been written by somebody else. The provider is a CheckedProvider.
  const Provider& find(const std::string& name);

  /// What that plugin calls itself, fit to be shown. Throws as `find` does.
  std::string own_name(const std::string& name);

  /// From now on `find` throws Error(plugin) with this message for it.
  void mark_broken(const std::string& name, const std::string& message) { broken_[name] = message; }

  /// The file that a profile's `provider` stands for, whether it is there or not.
  std::string file_of(const std::string& name) const;

  /// Every name in the installed folder, in order.
  std::vector<std::string> names() const;

 private:
  struct Loaded;
  const Loaded& find_loaded(const std::string& name);
  const Loaded& load(const std::string& file);

  std::string folder_;
  std::vector<std::unique_ptr<Loaded>> loaded_;
  std::map<std::string, std::string> broken_;
};

}  // namespace jeton
