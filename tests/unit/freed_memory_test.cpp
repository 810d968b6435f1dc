#include <gtest/gtest.h>
#include <sys/mman.h>

#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace jeton {
namespace {

/// Not as it stands: what is looked for must not be found in what looks for it.
std::string mark() {
  std::string text = "gsfjoe-xip-xbt-ifsf";
  for (char& c : text) c = static_cast<char>(c - 1);
  return text;
}

/// How often the text, given back to front, is in this process's heap.
int times_in_heap(const std::string& reversed) {
  std::ifstream maps("/proc/self/maps");
  int times = 0;
  for (std::string line; std::getline(maps, line);) {
    if (!line.ends_with("[heap]")) continue;
    const auto start = std::stoull(line, nullptr, 16);
    const auto end = std::stoull(line.substr(line.find('-') + 1), nullptr, 16);
    const auto* at = reinterpret_cast<const char*>(start);
    const auto* const last = reinterpret_cast<const char*>(end) - reversed.size();
    for (; at < last; ++at) {
      std::size_t i = 0;
      while (i < reversed.size() && at[i] == reversed[reversed.size() - 1 - i]) ++i;
      if (i == reversed.size()) ++times;
    }
  }
  return times;
}

class FreedMemory : public testing::Test {
 protected:
  void SetUp() override {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "sanitizers have a memory of their own";
#endif
    const auto text = mark();
    reversed_ = std::string(text.rbegin(), text.rend());
  }
  std::string reversed_;
};

TEST_F(FreedMemory, IsOverwritten) {
  const int before = times_in_heap(reversed_);
  auto* const text = new std::string(mark() + " and more, so that it is on the heap");
  EXPECT_EQ(times_in_heap(reversed_), before + 1);
  delete text;
  EXPECT_EQ(times_in_heap(reversed_), before);
}

TEST_F(FreedMemory, OfAStringThatGrewIsOverwritten) {
  const int before = times_in_heap(reversed_);
  std::string text = mark() + " and more, so that it is on the heap";
  for (int i = 0; i < 10; ++i) text += text.substr(mark().size());
  EXPECT_EQ(times_in_heap(reversed_), before + 1);
}

TEST_F(FreedMemory, OfALibraryIsOverwritten) {
  const int before = times_in_heap(reversed_);
  {
    const auto object = nlohmann::json::parse("{\"secret\":[\"" + mark() + " and more\"]}");
    EXPECT_GT(times_in_heap(reversed_), before);
  }
  EXPECT_EQ(times_in_heap(reversed_), before);
}

}  // namespace
}  // namespace jeton
