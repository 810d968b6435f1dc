#include <gtest/gtest.h>

#include "store/request_log.hpp"
#include "temporary_folder.hpp"

namespace jeton {
namespace {

TEST(LoggedRequest, IsALineAndBack) {
  const LoggedRequest request{.sent_at_ms = 1'764'115'200'123,
                              .profile = "acme",
                              .reason = "needed",
                              .grant = "client_credentials",
                              .took_ms = 42,
                              .status = Status::refused,
                              .message = "the provider refused\tthe credentials\n"};
  EXPECT_EQ(request.line(),
            "1764115200123\tacme\tneeded\tclient_credentials\t42\t5\tthe provider refused\\x09the credentials\\x0a\n");
  const auto read = LoggedRequest::parse("1764115200123\tacme\tneeded\tclient_credentials\t42\t5\tno");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->sent_at_ms, 1'764'115'200'123);
  EXPECT_EQ(read->took_ms, 42);
  EXPECT_EQ(read->status, Status::refused);
  EXPECT_EQ(read->message, "no");
}

TEST(LoggedRequest, ThatIsTornIsNone) {
  for (const auto* const line : {"", "17641152", "1\ta\tb\tc\t1\t5", "x\ta\tb\tc\t1\t5\t", "1\ta\tb\tc\tx\t5\t",
                                 "1\ta\tb\tc\t1\t10\t", "1\ta\tb\tc\t1\t5\t\t"}) {
    EXPECT_FALSE(LoggedRequest::parse(line)) << line;
  }
}

TEST(RequestLog, ReadsTheOldestFirstAndLeavesOutWhatIsTorn) {
  const TemporaryFolder folder;
  const RequestLog log(folder.path(), RequestLog::Kept::yes);
  EXPECT_TRUE(log.read().empty());
  log.end(log.begin("a", "needed", "client_credentials"), Status::done, {});
  Folder::create(folder.path()).append("@requests.log", "torn\n");
  log.end(log.begin("b", "renew", "refresh_token"), Status::unreachable, "no answer");
  const auto read = log.read();
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].profile, "a");
  EXPECT_EQ(read[1].profile, "b");
  EXPECT_EQ(read[1].message, "no answer");
}

TEST(RequestLog, ThatIsNotKeptWritesNothing) {
  const TemporaryFolder folder;
  const RequestLog log(folder.path(), RequestLog::Kept::no);
  log.end(log.begin("a", "needed", "client_credentials"), Status::done, {});
  EXPECT_TRUE(log.read().empty());
  EXPECT_TRUE(folder.names().empty());
}

}  // namespace
}  // namespace jeton
