#include "harness/altered_host.hpp"

#include <map>
#include <sstream>

#include "harness/user.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// What strace is told to look at. A question mark: not every machine has it.
const std::string touching =
    "openat,?open,read,pread64,write,pwrite64,lseek,fallocate,fchmod,fsync,fdatasync,?rename,renameat,?renameat2,"
    "?unlink,unlinkat,utimensat,?mkdir,mkdirat,?chmod,fchmodat,socket,connect,sendto,sendmsg,recvfrom,recvmsg";

}  // namespace

AlteredHost::AlteredHost() {
  for (const auto* const name : {"bin", "libexec/jeton"}) fs::create_directories(folder_.path() / name);
  fs::copy_file(stage() / "bin/jeton", program("jeton"));
  for (const auto* const name : {"git-credential-jeton", "docker-credential-jeton"}) {
    fs::create_symlink("jeton", program(name));
  }
  before("");
}

void AlteredHost::before(const std::string& line) const {
  // Put in place whole: a host may be started at any time.
  const auto script = folder_.path() / "libexec/jeton/jeton-host";
  const auto next = folder_.path() / "next";
  write_file(next,
             "#!/bin/sh\ntracer=\n" + line + "\nexec $tracer '" + (stage() / "libexec/jeton/jeton-host").string() +
                 "' \"$@\"\n",
             0755);
  fs::rename(next, script);
}

void AlteredHost::note_calls() const {
  before("[ \"$1\" = @routes ] || tracer='strace -qq -e signal=none -o " + log().string() + " -e trace=" + touching +
         "'");
}

std::vector<AlteredHost::SystemCall> AlteredHost::calls() const {
  std::vector<SystemCall> calls;
  std::map<std::string, int> numbers;
  std::istringstream lines(read_file(log()));
  for (std::string line; std::getline(lines, line);) {
    const auto name = line.substr(0, line.find('('));
    if (name != line) calls.push_back({name, ++numbers[name], line});
  }
  return calls;
}

void AlteredHost::kill_at(const SystemCall& call) const {
  before("[ \"$1\" = @routes ] || tracer='strace -qq -e signal=none -o /dev/null -e inject=" + call.name +
         ":signal=KILL:when=" + std::to_string(call.number) + "'");
}

void AlteredHost::fail_at(const SystemCall& call, const std::string& error) const {
  before("[ \"$1\" = @routes ] || tracer='strace -qq -e signal=none -o /dev/null -e inject=" + call.name +
         ":error=" + error + ":when=" + std::to_string(call.number) + "'");
}

}  // namespace jeton::e2e
