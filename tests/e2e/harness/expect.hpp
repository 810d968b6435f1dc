#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "harness/process.hpp"

namespace jeton::e2e {

/// Status 0 and nothing on standard error.
testing::AssertionResult succeeded(const Outcome& outcome);

/// The status, and one line on standard error: `jeton: `, with these words in it.
testing::AssertionResult failed(const Outcome& outcome, int status, std::string_view words = {});

/// One line that starts with `jeton: ` and holds no control character.
testing::AssertionResult is_one_message(const std::string& text);

bool contains(std::string_view text, std::string_view part);

/// The value of a `key=value` line, as git's protocol has them; empty where there is none.
std::string value_of(const std::string& lines, const std::string& key);

}  // namespace jeton::e2e
