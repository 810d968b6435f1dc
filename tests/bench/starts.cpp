// Starts programs in turn and says how long each takes from start to end, as a ratio to the first one:
//   starts ROUNDS LABEL INPUT-FILE PROGRAM ARGUMENT… [+ LABEL INPUT-FILE PROGRAM ARGUMENT…]…
// In turn, so that whatever else the machine does weighs on all of them alike. A program that fails ends the run.

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

extern char** environ;

namespace {

struct Program {
  std::string label;
  std::string input;
  std::vector<char*> argv;  // ends with a null pointer
  std::vector<double> milliseconds = {};
  long peak_kib = 0;
};

[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "starts: %s\n", message.c_str());
  std::exit(2);
}

std::vector<Program> programs_of(int argc, char** argv) {
  std::vector<Program> programs;
  for (int i = 2; i < argc;) {
    if (i + 2 >= argc) fail("a program needs a label, an input file and a name");
    Program program{.label = argv[i], .input = argv[i + 1], .argv = {}};
    for (i += 2; i < argc && std::string(argv[i]) != "+"; ++i) program.argv.push_back(argv[i]);
    ++i;
    program.argv.push_back(nullptr);
    programs.push_back(std::move(program));
  }
  return programs;
}

void start(Program& program) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, program.input.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  const auto before = std::chrono::steady_clock::now();
  pid_t child = 0;
  if (posix_spawn(&child, program.argv.front(), &actions, nullptr, program.argv.data(), environ) != 0) {
    fail(program.label + " cannot be started");
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - before;
  posix_spawn_file_actions_destroy(&actions);
  if (status != 0) fail(program.label + " failed");
  program.milliseconds.push_back(took.count());
  program.peak_kib = std::max(program.peak_kib, usage.ru_maxrss);
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) fail("usage: starts ROUNDS LABEL INPUT-FILE PROGRAM ARGUMENT… [+ …]");
  auto programs = programs_of(argc, argv);
  for (int round = std::atoi(argv[1]); round > 0; --round) {
    for (auto& program : programs) start(program);
  }
  std::printf("%-32s %10s %8s %10s\n", "program", "median ms", "ratio", "peak KiB");
  const double first = median(programs.front().milliseconds);
  for (const auto& program : programs) {
    const double own = median(program.milliseconds);
    std::printf("%-32s %10.2f %8.2f %10ld\n", program.label.c_str(), own, own / first, program.peak_kib);
  }
  return 0;
}
