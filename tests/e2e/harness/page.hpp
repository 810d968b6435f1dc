#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jeton::e2e {

/// What a test does for a page of the documentation, in the page's order.
///
/// A block of the language `console` has commands, each behind `$ ` and perhaps continued behind `> `, and below each
/// what it prints. A block of any other language but `text` is the content of a file, which a comment names. Comments
/// tell the test what a reader does not have to see; each is about the next block:
///
///     <!-- file: PATH -->           the block is that file
///     <!-- add to: PATH -->         the block is the end of that file
///     <!-- typed: WORDS -->         what is on standard input of the block's commands
///     <!-- pasted -->               standard input has the code that the browser shows, as soon as it does
///     <!-- on a terminal -->        the block's commands see one, of 80 columns
///     <!-- not run: REASON -->      no test can run it
///
/// and two are not:
///
///     <!-- needs: PROGRAM… -->      what follows, as far as the next heading, is left out where one of them is missing
///     <!-- before: COMMANDS -->     brings about what the page takes for granted
struct Step {
  enum class Kind {
    command,  ///< prints what the page shows
    silent,   ///< of a `before`: what it prints is of no interest
    file,
    end_of_file
  };
  Kind kind = Kind::command;
  int line = 0;      ///< where it begins in the page
  std::string text;  ///< of a file, its content
  std::string path = {};
  std::string shown = {};
  std::string typed = {};
  bool pasted = false;
  bool terminal = false;
  std::vector<std::string> needs = {};
};

struct NotRun {
  int line = 0;
  std::string reason;
};

struct Page {
  std::vector<Step> steps;
  std::vector<NotRun> not_run;
};

/// Throws std::runtime_error with a line's number where a block is none of the above.
Page read_page(std::string_view markdown);

/// Whether it is what the page shows: a line `…` there stands for any lines, and `…` in a line for anything in it.
bool is_shown(std::string_view shown, std::string_view printed);

}  // namespace jeton::e2e
