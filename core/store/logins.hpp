#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/record.hpp"
#include "store/seal.hpp"

namespace jeton {

/// Logins that a tool gave to be kept, for what no profile covers: one file for each name, which a hash of it names, so
/// that asking for a foreign host costs one `open`. Durable.
class LoginStore {
 public:
  enum class Protocol { git, docker };

  LoginStore(std::string path, Protocol protocol, const Seal& seal)
      : path_(std::move(path)), protocol_(protocol), seal_(seal) {}

  /// What is kept under the name, in the order in which it was stored.
  std::vector<Record> load(const std::string& name) const;
  /// True if anything is kept under the name: to be had without the key.
  bool has(const std::string& name) const;

  /// Replaces what `change` makes of it, with no other process in between; what is empty is removed.
  template <class Change>
  void change(const std::string& name, const Change& change) const {
    const auto folder = Folder::create(path_);
    const auto lock = locked(folder);
    auto logins = load(name);
    change(logins);
    save(folder, name, logins);
  }

  /// Every login of this protocol; a file that cannot be read is left out.
  std::vector<Record> all() const;

  /// What a file holds, once it is opened.
  static std::vector<Record> logins_of(const Record& record);
  static Record record_of(const std::string& name, const std::vector<Record>& logins);

  static Record login() { return Record("jeton login 1"); }

 private:
  Fd locked(const Folder& folder) const;
  void save(const Folder& folder, const std::string& name, const std::vector<Record>& logins) const;
  std::string prefix() const { return protocol_ == Protocol::git ? "git-" : "docker-"; }
  std::string file(const std::string& name) const;

  std::string path_;
  Protocol protocol_;
  const Seal& seal_;
};

}  // namespace jeton
