#include "commands/plugin_examination.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "base/file.hpp"
#include "base/process.hpp"
#include "base/record.hpp"
#include "commands/plugin_rules.hpp"
#include "golden/check.hpp"
#include "host/plugin_abi.hpp"
#include "host/plugin_call.hpp"
#include "host/plugin_file.hpp"

namespace jeton {
namespace {

using Verdict = Examined::Verdict;

[[noreturn]] void fail(const std::string& why) {
  throw std::runtime_error(why);
}

std::string read_file(const std::string& path) {
  constexpr std::size_t most = std::size_t{64} << 20U;
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) fail("it cannot be read: " + std::generic_category().message(errno));
  const auto text = read_all(fd.number(), most);
  if (!text) fail("it is longer than 64 MiB");
  return *text;
}

/// A file in memory, which a process leaves behind however it ends, and for which nobody has to wait.
class Notes {
 public:
  Notes() : fd_(::memfd_create("notes", MFD_CLOEXEC)) {
    if (!fd_) throw Error(Status::storage, "there is no memory to examine a plugin with; try again");
  }

  int number() const { return fd_.number(); }
  /// In place of all that was there.
  void write(const std::string& text) const {
    if (::ftruncate(fd_.number(), 0) != 0 || ::lseek(fd_.number(), 0, SEEK_SET) != 0) return;
    write_all(fd_.number(), text);
  }
  std::string read() const {
    ::lseek(fd_.number(), 0, SEEK_SET);
    return read_all(fd_.number(), most).value_or("");
  }

  /// Who prints without an end gets no more memory than this for it.
  static constexpr std::size_t most = std::size_t{16} << 20U;

 private:
  Fd fd_;
};

constexpr std::size_t most_shown = 2000;  // bytes of what a plugin prints
constexpr std::string_view kind = "jeton plugin examination 1";
constexpr std::array<std::pair<Verdict, std::string_view>, 3> verdicts = {
    {{Verdict::holds, "holds"}, {Verdict::fails, "fails"}, {Verdict::skipped, "skipped"}}};

/// What has been found so far, and what is being looked at; nothing is at the end.
std::string written(const std::vector<Examined>& found, const std::string& now) {
  Record record{std::string(kind)};
  for (const auto& [what, verdict, details] : found) {
    record.add(std::ranges::find(verdicts, verdict, &decltype(verdicts)::value_type::first)->second,
               what + '\n' + details);
  }
  record.add("now", now);
  return record.text();
}

std::vector<Examined> read_found(const Record& record) {
  std::vector<Examined> found;
  for (const auto& [name, value] : record.fields()) {
    const auto verdict = std::ranges::find(verdicts, name, &decltype(verdicts)::value_type::second);
    if (verdict == verdicts.end()) continue;
    const auto end = value.find('\n');
    found.push_back({value.substr(0, end), verdict->first, value.substr(end + 1)});
  }
  return found;
}

/// What goes on in the process of its own.
class Examination {
 public:
  Examination(Plugins& plugins, std::string file, const Notes& notes)
      : plugins_(plugins), file_(std::move(file)), notes_(notes) {}

  void run(const std::vector<std::string>& golden) {
    const bool is_safe = examine("file", [&] {
      check_plugin_file(file_);
      return std::string("nobody else could have written it");
    });
    const bool fits = examine("ABI", [&] {
      check_plugin_abi(file_);
      return plugin_abi();
    });
    if (!is_safe || !fits) return;
    examine("exports", [&] { return check_exports(read_file(file_)); });
    if (!examine("name", [&] { return examine_name(); })) return;
    examine("metadata", [&] { return check_metadata(plugins_.find(file_).metadata()); });
    examine("settings", [&] { return check_settings(plugins_.find(file_).metadata()); });
    replay(golden);
  }

  void end() { notes_.write(written(found_, {})); }

 private:
  template <class Step>
  bool examine(const std::string& what, const Step& step) {
    notes_.write(written(found_, what));
    try {
      found_.push_back({what, Verdict::holds, step()});
    } catch (const std::exception& error) {
      found_.push_back({what, Verdict::fails, error.what()});
    }
    return found_.back().verdict == Verdict::holds;
  }

  std::string examine_name() {
    const auto name = plugins_.own_name(file_);
    const auto file = std::filesystem::path(file_).stem().string();
    if (name != file) fail("it calls itself \"" + name + "\", and is found as " + file);
    return name;
  }

  void replay(const std::vector<std::string>& golden) {
    std::vector<std::string> good;
    for (const auto& path : golden) {
      if (examine(path, [&] { return replay(path); })) good.push_back(path);
    }
    if (golden.empty()) found_.push_back({"golden", Verdict::skipped, "no exchange was given"});
    if (good.empty()) return;
    // Each after others than the first time.
    std::ranges::reverse(good);
    examine("replayed", [&] {
      for (const auto& path : good) {
        const auto differences = examine_exchange(path);
        if (!differences.empty()) fail(path + " comes out differently a second time: it keeps state\n" + differences);
      }
      return std::string("with the same outcome, so it keeps no state");
    });
  }

  std::string replay(const std::string& path) {
    const auto differences = examine_exchange(path);
    if (!differences.empty()) fail(differences);
    return "as it says";
  }

  std::string examine_exchange(const std::string& path) {
    const auto exchange = golden::parse(read_file(path));
    const auto provider = golden::find(exchange.profile, "provider").value_or("");
    if (provider != plugins_.own_name(file_)) fail("it is for the provider \"" + provider + '"');
    std::string out;
    for (const auto& difference : golden::check(exchange, plugins_.find(file_))) {
      out += (out.empty() ? "" : "\n") + difference;
    }
    return out;
  }

  Plugins& plugins_;
  std::string file_;
  const Notes& notes_;
  std::vector<Examined> found_;
};

}  // namespace

std::vector<Examined> examine_plugin(Plugins& plugins, const std::string& file,
                                     const std::vector<std::string>& golden) {
  const Notes notes;
  const Notes last_words;
  const Notes output;
  std::fflush(stdout);
  const pid_t child = ::fork();
  if (child < 0) throw Error(Status::storage, "no process can be started; try again");
  if (child == 0) {
    const rlimit limit{.rlim_cur = Notes::most, .rlim_max = Notes::most};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) ::dup2(output.number(), stream);
    set_last_words({.fd = last_words.number(), .before = "", .after = ""});
    Examination examination(plugins, file, notes);
    examination.run(golden);
    examination.end();
    std::fflush(stdout);
    ::_exit(0);
  }
  const auto end = wait_for(child);
  const auto record = Record::parse(notes.read(), kind);
  auto found = record ? read_found(*record) : std::vector<Examined>();
  if (const auto now = record ? record->get("now") : "file"; !now.empty()) {
    const auto words = last_words.read();
    found.push_back({now, Verdict::fails, words.empty() ? "its process " + (end.empty() ? "ended" : end) : words});
  }
  const auto printed = output.read().substr(0, most_shown);
  found.push_back(printed.empty()
                      ? Examined{"output", Verdict::holds, "nothing is printed"}
                      : Examined{"output", Verdict::fails, "it prints, and a plugin must not:\n" + printed});
  return found;
}

}  // namespace jeton
