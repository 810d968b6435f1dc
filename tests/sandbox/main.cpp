#include <sys/stat.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "end_of_run.hpp"
#include "options.hpp"
#include "sandbox.hpp"

namespace {

constexpr int wrong_usage = 2;

void run(const jeton::sandbox::Options& options) {
  jeton::sandbox::EndOfRun end_of_run(options.ends_at);
  jeton::sandbox::Sandbox sandbox(options);
  std::cout << sandbox.guide() << std::flush;
  end_of_run.wait();
  sandbox.stop();
  // Not by way of the destructors, which would wait for every client that hangs or keeps its connection alive.
  std::quick_exit(EXIT_SUCCESS);
}

}  // namespace

int main(int argc, char** argv) {
  umask(077);
  std::signal(SIGPIPE, SIG_IGN);
  const auto options = jeton::sandbox::parse_options(argc, argv);
  if (!options) {
    std::cerr << "jeton-sandbox: " << options.error() << '\n';
    return wrong_usage;
  }
  if (options->help || options->version) {
    std::cout << (options->help ? jeton::sandbox::usage() : "jeton-sandbox " JETON_VERSION "\n");
    return EXIT_SUCCESS;
  }
  try {
    run(*options);
  } catch (const std::exception& error) {
    std::cerr << "jeton-sandbox: " << error.what() << '\n';
  }
  return EXIT_FAILURE;
}
