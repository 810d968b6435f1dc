#include "config/secret.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "base/process.hpp"
#include "test_configuration.hpp"

namespace jeton {
namespace {

std::string read(const SecretSource& source, const Environment& environment = variables({}), Seconds patience = 10) {
  std::vector<Source> sources;
  return read_secret(source, "client_secret", patience, environment, sources);
}

/// What reading it is refused with.
std::string refusal(const SecretSource& source, const Environment& environment = variables({}), Seconds patience = 10) {
  try {
    return "nothing: it is " + read(source, environment, patience);
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Status::configuration);
    return error.what();
  }
}

SecretSource literal(const std::string& value) {
  return {SecretSource::Literal{value}};
}
SecretSource variable(const std::string& name) {
  return {SecretSource::Variable{name}};
}
SecretSource file(const std::string& path) {
  return {SecretSource::File{path}};
}
SecretSource credential(const std::string& name) {
  return {SecretSource::Credential{name}};
}
SecretSource command(const std::vector<std::string>& arguments) {
  return {SecretSource::Command{arguments}};
}

bool shows(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Secret, IsItsLiteral) {
  EXPECT_EQ(read(literal("abc")), "abc");
  EXPECT_TRUE(shows(refusal(literal("")), "client_secret"));
}

TEST(Secret, IsAVariablesValueAsItIs) {
  EXPECT_EQ(read(variable("SECRET"), variables({{"SECRET", "abc\n"}})), "abc\n");
  for (const auto& environment : {variables({}), variables({{"SECRET", ""}})}) {
    const auto why = refusal(variable("SECRET"), environment);
    EXPECT_TRUE(shows(why, "client_secret") && shows(why, "SECRET")) << why;
  }
}

TEST(Secret, IsAFilesTextWithoutOneTrailingNewline) {
  const TemporaryFolder folder;
  EXPECT_EQ(read(file(folder.write("a", "abc"))), "abc");
  EXPECT_EQ(read(file(folder.write("b", "abc\n"))), "abc");
  EXPECT_EQ(read(file(folder.write("c", "abc\n\n"))), "abc\n");
  EXPECT_EQ(read(file(folder.write("d", " a b\t\n"))), " a b\t");
  EXPECT_EQ(read(file(folder.write("e", "\nabc"))), "\nabc");
}

TEST(Secret, IsRefusedFromAFileThatIsNotThereEmptyOrNone) {
  const TemporaryFolder folder;
  for (const auto& path : {folder / "none", folder.write("empty", ""), folder.write("newline", "\n"), folder.path()}) {
    EXPECT_TRUE(shows(refusal(file(path)), "client_secret")) << path;
  }
  EXPECT_TRUE(shows(refusal(file(folder / "none")), folder / "none"));
}

TEST(Secret, IsRefusedFromAFileThatOthersCanWrite) {
  const TemporaryFolder folder;
  for (const mode_t mode : {0620U, 0602U, 0666U}) {
    const auto path = folder.write("a", "s3cr3t", mode);
    const auto why = refusal(file(path));
    EXPECT_TRUE(shows(why, "chmod go-w " + path)) << why;
    EXPECT_FALSE(shows(why, "s3cr3t")) << why;
  }
  EXPECT_EQ(read(file(folder.write("a", "abc", 0644))), "abc") << "that others can read it is for `jeton doctor`";
}

TEST(Secret, IsRefusedFromAFileOfAnotherUser) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file to somebody else";
  const TemporaryFolder temporary;
  const auto path = temporary.write("secret", "abc");
  ASSERT_EQ(::chown(path.c_str(), 12345, 12345), 0);
  EXPECT_EQ(refusal(file(path)), "client_secret: " + path + " belongs to another user; run: sudo chown 0 " + path);
}

TEST(Secret, IsRefusedFromAPipeWithoutWaitingForIt) {
  const TemporaryFolder temporary;
  const auto path = temporary / "fifo";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(refusal(file(path)), "client_secret: " + path + " is not a regular file; put one in its place");
}

TEST(Secret, IsSystemdsCredential) {
  const TemporaryFolder folder;
  folder.write("token", "abc\n");
  EXPECT_EQ(read(credential("token"), variables({{"CREDENTIALS_DIRECTORY", folder.path()}})), "abc");
  EXPECT_TRUE(shows(refusal(credential("token")), "CREDENTIALS_DIRECTORY"));
  EXPECT_TRUE(shows(refusal(credential("none"), variables({{"CREDENTIALS_DIRECTORY", folder.path()}})), "none"));
}

TEST(Secret, IsACommandsOutputWithoutOneTrailingNewline) {
  EXPECT_EQ(read(command({"printf", "%s", "abc"})), "abc");
  EXPECT_EQ(read(command({"printf", "abc\\n\\n"})), "abc\n");
}

TEST(Secret, IsOfACommandThatNoShellReads) {
  EXPECT_EQ(read(command({"printf", "%s", "$HOME;`id`*"})), "$HOME;`id`*");
}

TEST(Secret, IsRefusedFromACommandThatFails) {
  const auto failed = refusal(command({"sh", "-c", "echo s3cr3t; exit 3"}));
  EXPECT_TRUE(shows(failed, "client_secret") && shows(failed, "sh") && shows(failed, "3")) << failed;
  EXPECT_FALSE(shows(failed, "s3cr3t")) << failed;
  const auto killed = refusal(command({"sh", "-c", "kill -TERM $$"}));
  EXPECT_TRUE(shows(killed, "signal 15")) << killed;
  const auto absent = refusal(command({"/no/such/program"}));
  EXPECT_TRUE(shows(absent, "/no/such/program")) << absent;
  EXPECT_TRUE(shows(refusal(command({"true"})), "empty"));
}

TEST(Secret, IsRefusedFromACommandThatTakesTooLong) {
  const auto why = refusal(command({"sleep", "60"}), variables({}), 1);
  EXPECT_TRUE(shows(why, "sleep") && shows(why, "1 s")) << why;
}

/// Runs it in a process of its own, with all that it starts: true if that ends within ten seconds.
template <class Action>
bool ends_soon(const Action& action) {
  const pid_t process = ::fork();
  if (process == 0) {
    ::setpgid(0, 0);
    action();
    ::_exit(0);
  }
  ::setpgid(process, process);
  const Fd handle(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
  pollfd ended{.fd = handle.number(), .events = POLLIN, .revents = 0};
  const bool in_time = ::poll(&ended, 1, 10'000) == 1;
  ::kill(-process, SIGKILL);
  ::waitpid(process, nullptr, 0);
  return in_time;
}

TEST(RunForOutput, EndsACommandThatClosesItsOutputAndGoesOn) {
  EXPECT_TRUE(ends_soon([] { run_for_output({"sh", "-c", "exec sleep 60 >&-"}, 1); }));
}

TEST(RunForOutput, EndsACommandThatWritesWithoutEnd) {
  EXPECT_TRUE(ends_soon([] { run_for_output({"yes"}, 1); }));
}

TEST(RunForOutput, DoesNotWaitForWhatACommandLeftRunning) {
  EXPECT_TRUE(ends_soon([] { run_for_output({"sh", "-c", "sleep 60 & echo abc"}, 1); }));
}

TEST(Secret, IsASourceWhoseChangeIsSeen) {
  const TemporaryFolder folder;
  std::vector<Source> sources;
  const auto path = folder.write("a", "abc");
  read_secret(file(path), "client_secret", 10, variables({}), sources);
  read_secret(variable("JETON_TEST_UNSET"), "client_secret", 10, variables({{"JETON_TEST_UNSET", "x"}}), sources);
  read_secret(literal("abc"), "client_secret", 10, variables({}), sources);
  ASSERT_EQ(sources.size(), 2U);
  EXPECT_EQ(sources[0].name, path);
  EXPECT_EQ(sources[1].name, "JETON_TEST_UNSET");
  EXPECT_EQ(sources[1].mark.find('x'), std::string::npos);
  EXPECT_TRUE(sources_unchanged(sources));
  folder.write("a", "changed");
  EXPECT_FALSE(sources_unchanged(sources));
}

}  // namespace
}  // namespace jeton
