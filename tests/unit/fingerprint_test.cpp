#include "base/fingerprint.hpp"

#include <gtest/gtest.h>

namespace jeton {
namespace {

TEST(Fingerprint, IsABlake2bOf128BitsInHexadecimal) {
  // printf '3:abc' | b2sum --length=128
  EXPECT_EQ(fingerprint("abc"), "e7d38c603f0a960f1469e3061736c222");
  // printf '0:' | b2sum --length=128
  EXPECT_EQ(fingerprint(""), "fcdf3ecfe876539956eb77f17f503ac1");
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
