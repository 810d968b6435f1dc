#include "host/exported_symbols.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "commands/plugin_rules.hpp"

namespace jeton {
namespace {

std::string plugin() {
  std::ostringstream text;
  text << std::ifstream(JETON_PLUGIN_FOLDER "/clearstreet.so").rdbuf();
  return text.str();
}

TEST(ExportedSymbols, OfAPluginIsOneAlone) {
  const auto library = plugin();
  EXPECT_EQ(exported_symbols(library), std::vector<std::string_view>{"jeton_plugin"});
  EXPECT_EQ(check_exports(library), "jeton_plugin alone");
}

TEST(ExportedSymbols, OfAnotherNameAreSeen) {
  auto other = plugin();
  const std::string name = std::string("\0jeton_plugin\0", 14);
  for (auto at = other.find(name); at != std::string::npos; at = other.find(name, at)) other[at + 1] = 'J';
  EXPECT_EQ(exported_symbols(other), std::vector<std::string_view>{"Jeton_plugin"});
  EXPECT_THROW(check_exports(other), std::runtime_error);
}

TEST(ExportedSymbols, OfWhatIsNoWholeLibraryThrow) {
  const auto whole = plugin();
  EXPECT_THROW(exported_symbols(""), std::invalid_argument);
  EXPECT_THROW(exported_symbols(std::string(5000, 'x')), std::invalid_argument);
  for (const std::size_t size : {std::size_t{4}, std::size_t{63}, std::size_t{64}, whole.size() / 2}) {
    EXPECT_THROW(exported_symbols(whole.substr(0, size)), std::invalid_argument) << size;
  }
}

}  // namespace
}  // namespace jeton
