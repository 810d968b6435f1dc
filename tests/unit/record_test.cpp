#include "base/record.hpp"

#include <gtest/gtest.h>

namespace jeton {
namespace {

TEST(Record, IsReadAsItWasWritten) {
  Record record("kind 1");
  const std::vector<std::string> values = {"",
                                           "plain",
                                           "a=b=c",
                                           "line\nfeed",
                                           "\r\n",
                                           "\\",
                                           "\\n",
                                           "ends with \\",
                                           "end",
                                           "\nend\n",
                                           "tab\t and ünïcode",
                                           "trailing "};
  for (const auto& value : values) record.add("value", value);
  record.add("number", 42);
  const auto read = Record::parse(record.text(), "kind 1");
  ASSERT_TRUE(read);
  const auto all = read->all("value");
  EXPECT_EQ(std::vector<std::string>(all.begin(), all.end()), values);
  EXPECT_EQ(read->integer("number"), 42);
  EXPECT_EQ(read->text(), record.text());
}

TEST(Record, IsLinesOfText) {
  Record record("kind 1");
  record.add("key", "a\n\r\\b=c");
  EXPECT_EQ(record.text(), "kind 1\nkey=a\\n\\r\\\\b=c\nend\n");
}

TEST(Record, KeepsNulBytes) {
  Record record("kind 1");
  record.add("value", std::string_view("a\0b", 3));
  EXPECT_EQ(Record::parse(record.text(), "kind 1")->get("value"), std::string("a\0b", 3));
}

TEST(Record, KeepsARecordInARecord) {
  Record inner("inner 1");
  inner.add("value", "line\nfeed \\ end");
  Record outer("outer 1");
  outer.add("inner", inner.text());
  const auto read = Record::parse(outer.text(), "outer 1");
  EXPECT_EQ(Record::parse(read->get("inner"), "inner 1")->get("value"), "line\nfeed \\ end");
}

TEST(Record, IsNoneWhereItIsTorn) {
  Record record("kind 1");
  record.add("key", "value\nwith end\n");
  record.add("end", "not yet");
  const auto text = record.text();
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_FALSE(Record::parse(text.substr(0, length), "kind 1")) << length;
  }
  EXPECT_TRUE(Record::parse(text, "kind 1"));
}

TEST(Record, IsNoneOfAnotherKindOrVersion) {
  const auto text = Record("kind 1").text();
  EXPECT_FALSE(Record::parse(text, "kind 2"));
  EXPECT_FALSE(Record::parse(text, "kind"));
  EXPECT_FALSE(Record::parse(text, ""));
}

TEST(Record, IsNoneWithALineThatIsNoField) {
  EXPECT_FALSE(Record::parse("kind 1\nno equals sign\nend\n", "kind 1"));
}

TEST(Record, HasNothingForAnUnknownKey) {
  Record record("kind 1");
  record.add("word", "12 monkeys");
  EXPECT_FALSE(record.find("other"));
  EXPECT_EQ(record.get("other"), "");
  EXPECT_TRUE(record.all("other").empty());
  EXPECT_FALSE(record.integer("other"));
  EXPECT_FALSE(record.integer("word"));
}

}  // namespace
}  // namespace jeton
