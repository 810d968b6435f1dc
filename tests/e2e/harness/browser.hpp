#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "harness/process.hpp"
#include "harness/temporary_folder.hpp"

namespace jeton::e2e {

/// A headless Chromium, driven by WebDriver (W3C) through chromedriver. It takes the sandbox's certificates. Elements
/// are named by CSS selectors, and waited for. Ends with the object.
class Browser {
 public:
  enum class Colours { light, dark };

  /// False where there is no Chromium or chromedriver on PATH.
  static bool is_there();

  Browser();
  ~Browser();
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  void open(const std::string& url);
  void click(const std::string& selector);
  void type(const std::string& selector, const std::string& text);
  std::string text(const std::string& selector);
  std::string title();
  /// Until a page with that title is there, as after a click that leads to another page; false where it does not come.
  bool wait_for_title(const std::string& wanted);
  std::string url();
  void prefer(Colours colours);
  void resize(int width, int height);
  /// What the expression is worth in the page, as text.
  std::string evaluate(const std::string& expression);
  /// A PNG of what the window shows.
  void screenshot(const std::filesystem::path& file);

 private:
  nlohmann::json ask(const std::string& method, const std::string& path, const nlohmann::json& body = {});
  std::string element(const std::string& selector);

  TemporaryFolder home_;
  std::optional<Process> driver_;
  int port_ = 0;
  std::string session_;
};

}  // namespace jeton::e2e

#define JETON_NEEDS_BROWSER() \
  if (!jeton::e2e::Browser::is_there()) GTEST_SKIP() << "no chromium and chromedriver on PATH"
