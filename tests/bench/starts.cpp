// Starts programs in turn, from start to end, and says how long that took and how much memory:
//   starts ROUNDS SECONDS PROGRAM [+ PROGRAM]…
// where a PROGRAM is
//   LABEL INPUT-FILE [NAME=VALUE]… [--without FILE] PATH [ARGUMENT]…
// In turn, so that whatever else the machine does weighs on all of them alike: each round has an order of its own, and
// before each start the first program is started once more without being counted, so that what ran before does not
// weigh on what comes next. Ends after so many rounds or seconds, whichever comes first, but not before the third
// round; a first one is not counted. `--without` removes a file before each start. A program that fails ends the run.
//
// Prints a line for each: label, rounds, median in milliseconds, its ratio to the first program's, peak memory in KiB;
// with tabs in between. Linked statically, since the kernel counts what a process was before it became a program: the
// smallest peak that can be told is this one's own.

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern char** environ;

namespace {

struct Program {
  std::string label;
  const char* input = nullptr;
  const char* without = nullptr;
  std::vector<char*> environment = {};  // ends with a null pointer, as the next
  std::vector<char*> arguments = {};
  std::vector<double> milliseconds = {};
  long peak_kib = 0;
};

[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "starts: %s\n", message.c_str());
  std::exit(2);
}

bool is_variable(std::string_view word) {
  const auto equals = word.find('=');
  return equals != std::string_view::npos && equals > 0 && word.find('/') > equals;
}

/// The program's words: up to a plus or the end.
Program read_program(char**& word, char** end) {
  Program program;
  const auto next = [&] {
    if (word == end || std::strcmp(*word, "+") == 0) fail("a program needs a label, an input file and a path");
    return *word++;
  };
  program.label = next();
  program.input = next();
  for (char** variable = environ; *variable != nullptr; ++variable) program.environment.push_back(*variable);
  for (;;) {
    char* const first = next();
    if (std::strcmp(first, "--without") == 0) {
      program.without = next();
    } else if (is_variable(first)) {
      const std::string_view name(first, std::string_view(first).find('=') + 1);
      std::erase_if(program.environment,
                    [&](const char* variable) { return std::string_view(variable).starts_with(name); });
      program.environment.push_back(first);
    } else {
      program.arguments.push_back(first);
      break;
    }
  }
  while (word != end && std::strcmp(*word, "+") != 0) program.arguments.push_back(*word++);
  if (word != end) ++word;
  program.environment.push_back(nullptr);
  program.arguments.push_back(nullptr);
  return program;
}

[[noreturn]] void become(const Program& program) {
  const int input = ::open(program.input, O_RDONLY | O_CLOEXEC);
  const int output = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (input >= 0 && output >= 0 && ::dup2(input, STDIN_FILENO) >= 0 && ::dup2(output, STDOUT_FILENO) >= 0) {
    ::execve(program.arguments.front(), program.arguments.data(), program.environment.data());
  }
  ::_exit(127);
}

/// Returns what it took.
double start(Program& program) {
  if (program.without != nullptr) ::unlink(program.without);
  const auto before = std::chrono::steady_clock::now();
  const pid_t child = ::vfork();
  if (child < 0) fail("no process can be started");
  if (child == 0) become(program);
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - before;
  if (status != 0) {
    fail(program.label + (WIFEXITED(status) ? " ended with status " + std::to_string(WEXITSTATUS(status))
                                            : " was ended by signal " + std::to_string(WTERMSIG(status))));
  }
  program.peak_kib = std::max(program.peak_kib, usage.ru_maxrss);
  return took.count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  const auto middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) fail("usage: starts ROUNDS SECONDS LABEL INPUT-FILE PATH [ARGUMENT]… [+ …]");
  const int rounds = std::atoi(argv[1]);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(std::atoi(argv[2]));
  std::vector<Program> programs;
  for (char** word = argv + 3; word != argv + argc;) programs.push_back(read_program(word, argv + argc));

  std::vector<Program*> order;
  order.reserve(programs.size());
  for (auto& program : programs) order.push_back(&program);
  std::minstd_rand random;  // the same orders in each run
  for (int round = 0; round <= std::max(rounds, 3); ++round) {
    if (round > 3 && std::chrono::steady_clock::now() > end) break;
    std::ranges::shuffle(order, random);
    for (auto* const program : order) {
      start(programs.front());
      const double took = start(*program);
      if (round > 0) program->milliseconds.push_back(took);
    }
  }
  const double first = median(programs.front().milliseconds);
  for (const auto& program : programs) {
    const double own = median(program.milliseconds);
    std::printf("%s\t%zu\t%.3f\t%.3f\t%ld\n", program.label.c_str(), program.milliseconds.size(), own, own / first,
                program.peak_kib);
  }
  return 0;
}
