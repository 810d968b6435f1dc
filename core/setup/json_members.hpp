#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jeton {

/// A member of a JSON object, as it stands in the text.
struct JsonMember {
  std::string key;
  std::size_t begin = 0;  ///< of the key
  std::size_t value = 0;
  std::size_t end = 0;
};

/// The members of the object that begins at `object`, none where it is another value. The text must be JSON: who calls
/// has parsed it, and seen to it that no key is looked for that is there twice.
std::vector<JsonMember> json_members(std::string_view text, std::size_t object);

/// The text with the member `key` of the object `name`, which is a member of the whole, set to the string `value`. What
/// is not there yet is added behind what is there, laid out as that is, or else as docker does it. Not a byte besides
/// is changed.
std::string with_json_member(std::string_view text, std::string_view name, std::string_view key,
                             std::string_view value);

/// The text without it, and without the object where that has nothing else.
std::string without_json_member(std::string_view text, std::string_view name, std::string_view key);

}  // namespace jeton
