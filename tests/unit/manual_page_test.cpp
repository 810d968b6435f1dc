#include <gtest/gtest.h>

#include "manual/page.hpp"

namespace jeton {
namespace {

/// What follows the head of a page.
std::string body(const ManualPage& page) {
  const ManualPage empty(page.name(), page.section(), "tokens");
  EXPECT_TRUE(page.roff().starts_with(empty.roff()));
  return page.roff().substr(empty.roff().size());
}

ManualPage page() {
  return {"jeton", 1, "tokens"};
}

TEST(ManualPage, SaysFirstWhatItIsAbout) {
  EXPECT_EQ(page().roff(), ".TH jeton 1 \"\" \"jeton " JETON_VERSION "\"\n.SH \"NAME\"\njeton \\- tokens\n");
}

TEST(ManualPage, TextIsShownAsItIs) {
  EXPECT_EQ(body(page().text("a\\b --c `d` ~e^ \"f\"…")),
            ".PP\na\\eb \\-\\-c \\(gad\\(ga \\(tie\\(ha \\(dqf\\(dq...\n");
}

TEST(ManualPage, TextIsNeverARequest) {
  EXPECT_EQ(body(page().text(".so /etc/passwd\n'so /etc/passwd")), ".PP\n\\&.so /etc/passwd\n\\&\\(aqso /etc/passwd\n");
}

TEST(ManualPage, EmptyLineSeparatesParagraphs) {
  EXPECT_EQ(body(page().heading("A").text("one\n\ntwo")), ".SH \"A\"\none\n.PP\ntwo\n");
}

TEST(ManualPage, EmptyLineOfAnExampleStays) {
  EXPECT_EQ(body(page().subheading("A").example("one\n\ntwo")), ".SS \"A\"\n.in +4n\n.EX\none\n\\&\ntwo\n.EE\n.in\n");
}

TEST(ManualPage, ItemHasItsNameInBold) {
  EXPECT_EQ(body(page().heading("A").item("--url URL", "for it").text("more")),
            ".SH \"A\"\n.TP\n.B \"\\-\\-url URL\"\nfor it\n.PP\nmore\n");
}

}  // namespace
}  // namespace jeton
