#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace jeton {

/// A key that a provider adds to those that every profile has. The host checks names, types and choices before a
/// plugin sees them, so that an error can name the file and the line.
struct Setting {
  enum class Kind {
    text,     ///< a string
    url,      ///< a string that is an https URL, or an http one on loopback
    secret,   ///< a string, or where to read it (`{ env = … }` and its like)
    boolean,  ///< true or false
    choice,   ///< a string that is one of `choices`
    texts,    ///< an array of strings
    table     ///< strings by their names; by those in `choices` alone, if there are any
  };
  enum class Need { optional, required };
  /// `sent`: it shapes what is sent for a token, so that changing it means asking for another token. `kept`: it does
  /// not, so that a token got before the change still serves.
  enum class Use { sent, kept };

  std::string_view name;
  Kind kind = Kind::text;
  Need need = Need::optional;
  Use use = Use::sent;
  std::span<const std::string_view> choices = {};  ///< of Kind::choice the first one is the default
  std::string_view meaning = {};                   ///< one line for people
};

/// A profile's settings as the host read and checked them. Of a secret they say that the profile has it, by an empty
/// text; the secret itself is in Client.
class Settings {
 public:
  using Table = std::map<std::string, std::string>;
  using Value = std::variant<bool, std::string, std::vector<std::string>, Table>;

  void set(std::string name, Value value) { values_[std::move(name)] = std::move(value); }
  bool has(const std::string& name) const { return values_.contains(name); }

  /// The setting's value, or what stands for it where the profile does not have it.
  std::string text(const std::string& name, std::string_view fallback = {}) const {
    const auto* value = find<std::string>(name);
    return value ? *value : std::string(fallback);
  }
  bool boolean(const std::string& name, bool fallback) const {
    const auto* value = find<bool>(name);
    return value ? *value : fallback;
  }
  std::vector<std::string> texts(const std::string& name) const {
    const auto* value = find<std::vector<std::string>>(name);
    return value ? *value : std::vector<std::string>{};
  }
  Table table(const std::string& name) const {
    const auto* value = find<Table>(name);
    return value ? *value : Table{};
  }
  const std::map<std::string, Value>& all() const { return values_; }

 private:
  template <class T>
  const T* find(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : std::get_if<T>(&found->second);
  }

  std::map<std::string, Value> values_;
};

}  // namespace jeton
