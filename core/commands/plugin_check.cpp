#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>

#include "base/error.hpp"
#include "base/text.hpp"
#include "commands/commands.hpp"
#include "commands/plugin_examination.hpp"
#include "commands/style.hpp"

namespace jeton {
namespace {

void print(const Examined& examined, const Style& style) {
  const auto word = [&] {
    switch (examined.verdict) {
      case Examined::Verdict::holds: return style.in(Colour::green, "ok");
      case Examined::Verdict::fails: return style.in(Colour::red, "no");
      case Examined::Verdict::skipped: return style.in(Colour::yellow, "--");
    }
    return std::string();
  }();
  std::printf("%s  %s", word.c_str(), escaped(examined.what).c_str());
  const char* separator = ": ";
  for (const auto line : split(examined.details, '\n')) {
    std::printf("%s%s\n", separator, escaped(line).c_str());
    separator = "      ";
  }
}

int run(const Given& given, Session& session) {
  const auto file = std::filesystem::absolute(given.text("FILE")).string();
  const auto found = examine_plugin(session.plugins, file, given.texts("GOLDEN"));
  const auto style = Style::of_output(session.environment);
  for (const auto& examined : found) print(examined, style);
  const auto failures = std::ranges::count(found, Examined::Verdict::fails, &Examined::verdict);
  if (failures == 0) {
    std::printf("\n%s\n", style.in(Colour::green, "All of it holds.").c_str());
    return static_cast<int>(Status::done);
  }
  std::printf("\n%td of %zu do not hold.\n", failures, found.size());
  return static_cast<int>(Status::plugin);
}

constexpr std::array arguments = {Argument{"FILE", "the plugin's .so", ValueKind::file},
                                  Argument{"GOLDEN", "text files with exchanges that it must carry out as they say",
                                           ValueKind::file, Argument::Count::any}};

}  // namespace

constexpr Command plugin_check_command{
    .name = "plugin check",
    .summary = "examine a provider plugin",
    .description =
        "Loads the plugin in a process of its own and says line by line what holds and what does not: nobody else "
        "could have written the file, it is made for this jeton's ABI, exports jeton_plugin alone, says of itself what "
        "it must, and prints nothing.\n\n"
        "Each GOLDEN is an exchange with the provider as a text file: what a profile says, what must be sent for it, "
        "what comes back and what must be made of that. All are carried out twice, without a network, so that a plugin "
        "that keeps state shows. The status is 9 where something does not hold.",
    .example = "jeton plugin check build/acme.so golden/*.txt",
    .arguments = arguments,
    .options = {},
    .run = run};

}  // namespace jeton
