#include "config/new_profile.hpp"

#include "base/error.hpp"
#include "config/toml.hpp"
#include "fuzz.hpp"

using namespace jeton;

namespace {

bool is_toml(const std::string& text) {
  try {
    return !toml::parse(text).empty();
  } catch (const toml::parse_error&) {
    return false;
  }
}

}  // namespace

// What a person types as a setting. Whatever is taken is one TOML value, so that the profile's table can be read, has
// no other table in it, and stands whole behind what the configuration had.
void jeton::fuzz(std::string_view input) {
  static constexpr Setting settings[] = {{.name = "text"},
                                         {.name = "secret", .kind = Setting::Kind::secret},
                                         {.name = "flag", .kind = Setting::Kind::boolean},
                                         {.name = "list", .kind = Setting::Kind::texts},
                                         {.name = "table", .kind = Setting::Kind::table}};
  const auto [text, assignment] = first_line(input);
  const auto find = [](std::string_view key) -> const Setting* {
    for (const auto& setting : settings) {
      if (setting.name == key) return &setting;
    }
    return nullptr;
  };
  std::vector<NewSetting> all;
  try {
    all.push_back(read_assignment(assignment, "x", find));
  } catch (const Error& error) {
    must(error.status() == Status::usage);
    return;
  }
  const auto table = profile_table("x", all);
  must(is_toml(table));
  const auto parsed = toml::parse(table);
  must(parsed.size() == 1 && parsed["profile"].as_table()->size() == 1 &&
       parsed["profile"]["x"].as_table()->size() == 1);

  const auto with = with_table(text, table);
  must(std::string_view(with).starts_with(text));
}
