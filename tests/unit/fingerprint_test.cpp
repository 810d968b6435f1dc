#include "base/fingerprint.hpp"

#include <gtest/gtest.h>

namespace jeton {
namespace {

TEST(Fingerprint, IsTheFirstHalfOfASha256InHexadecimal) {
  // printf '3:abc' | sha256sum
  EXPECT_EQ(fingerprint("abc"), "aab5f9ae99b2e38fb462025c8f72f570");
  // printf '0:' | sha256sum
  EXPECT_EQ(fingerprint(""), "ba768b331fd86cec803be04e56ab2b3d");
}

TEST(Fingerprint, TellsApartHowPartsAreJoined) {
  const auto of = [](const std::vector<std::string>& parts) {
    Fingerprint out;
    for (const auto& part : parts) out.add(part);
    return out.hex();
  };
  EXPECT_NE(of({"ab", "c"}), of({"a", "bc"}));
  EXPECT_NE(of({"abc"}), of({"abc", ""}));
  EXPECT_NE(of({"a", "b"}), of({"b", "a"}));
  EXPECT_NE(of({"1:a"}), of({"1", "a"}));
  EXPECT_EQ(of({"a", "b"}), of({"a", "b"}));
}

TEST(Fingerprint, DependsOnEveryByte) {
  EXPECT_NE(fingerprint("token-a"), fingerprint("token-b"));
  EXPECT_NE(fingerprint(std::string("a\0b", 3)), fingerprint(std::string("a\0c", 3)));
}

}  // namespace
}  // namespace jeton
