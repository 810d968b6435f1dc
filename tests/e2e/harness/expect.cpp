#include "harness/expect.hpp"

#include <algorithm>
#include <ostream>

namespace jeton::e2e {
namespace {

testing::AssertionResult failure(const Outcome& outcome) {
  return testing::AssertionFailure() << "status " << outcome.status << "\nstandard output:\n"
                                     << outcome.out << "\nstandard error:\n"
                                     << outcome.err << '\n';
}

}  // namespace

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

testing::AssertionResult is_one_message(const std::string& text) {
  const bool one_line = text.starts_with("jeton: ") && text.ends_with('\n') && std::ranges::count(text, '\n') == 1;
  const bool plain = std::ranges::none_of(
      text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f; });
  if (one_line && plain) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "not one line of jeton's:\n" << text << '\n';
}

testing::AssertionResult succeeded(const Outcome& outcome) {
  if (outcome.status == 0 && outcome.err.empty()) return testing::AssertionSuccess();
  return failure(outcome);
}

testing::AssertionResult failed(const Outcome& outcome, int status, std::string_view words) {
  if (outcome.status == status && is_one_message(outcome.err) && contains(outcome.err, words)) {
    return testing::AssertionSuccess();
  }
  return failure(outcome) << "wanted: status " << status << " and one line with \"" << words << "\"\n";
}

std::string value_of(const std::string& lines, const std::string& key) {
  const auto text = '\n' + lines;
  const auto at = text.find('\n' + key + '=');
  if (at == std::string::npos) return {};
  const auto start = at + key.size() + 2;
  return text.substr(start, text.find('\n', start) - start);
}

}  // namespace jeton::e2e
