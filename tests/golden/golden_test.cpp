#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "golden/check.hpp"
#include "golden/exchange.hpp"
#include "host/plugins.hpp"

namespace jeton::golden {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::vector<fs::path> golden_files() {
  std::vector<fs::path> out;
  for (const auto& entry : fs::recursive_directory_iterator(JETON_GOLDEN_FOLDER)) {
    if (entry.path().extension() == ".txt" && entry.path().filename() != "CMakeLists.txt") out.push_back(entry.path());
  }
  std::ranges::sort(out);
  return out;
}

/// The file's folder and name, in what a test's name may have.
std::string test_name(const testing::TestParamInfo<fs::path>& info) {
  auto name = info.param.parent_path().filename().string() + '_' + info.param.stem().string();
  std::ranges::replace(name, '-', '_');
  return name;
}

class Golden : public testing::TestWithParam<fs::path> {};

TEST_P(Golden, IsAsTheProviderDocumentsIt) {
  const auto exchange = parse(read(GetParam()));
  Plugins plugins(JETON_PLUGIN_FOLDER);
  for (const auto& difference : check(exchange, plugins.find(find(exchange.profile, "provider").value()))) {
    ADD_FAILURE() << GetParam().string() << ": " << difference;
  }
}

INSTANTIATE_TEST_SUITE_P(, Golden, testing::ValuesIn(golden_files()), test_name);

}  // namespace
}  // namespace jeton::golden
