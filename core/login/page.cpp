#include "login/page.hpp"

#include "base/text.hpp"

namespace jeton {
namespace {

std::string escape(const std::string& text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

constexpr const char* style = R"(
  :root { color-scheme: light dark; --ground: #f4f5f7; --card: #fff; --ink: #1c2024; --quiet: #60646c; --good: #18794e;
          --bad: #c62a2f; --edge: #e0e3e8 }
  @media (prefers-color-scheme: dark) {
    :root { --ground: #111315; --card: #1b1e21; --ink: #edeef0; --quiet: #a0a4ab; --good: #4cc38a; --bad: #ff8589;
            --edge: #2e3236 }
  }
  * { box-sizing: border-box; margin: 0 }
  body { min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground);
         color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif }
  main { width: 100%; max-width: 30rem; padding: 2.5rem 2rem; background: var(--card); border: 1px solid var(--edge);
         border-radius: 1rem; text-align: center }
  svg { width: 3.5rem; height: 3.5rem; fill: none; stroke: var(--mood); stroke-width: 2.25; stroke-linecap: round;
        stroke-linejoin: round }
  .good { --mood: var(--good) } .bad { --mood: var(--bad) }
  h1 { margin: 1rem 0 .5rem; font-size: 1.5rem; line-height: 1.25; text-wrap: balance }
  p { overflow-wrap: anywhere; text-wrap: balance }
  blockquote { margin: 1.25rem 0 0; padding: .75rem 1rem; border-left: 3px solid var(--mood); text-align: left;
               background: var(--ground); border-radius: 0 .5rem .5rem 0; overflow-wrap: anywhere }
  footer { margin-top: 2rem; color: var(--quiet); font-size: .875rem }
)";

constexpr const char* tick =
    R"(<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="m7.5 12.5 3 3 6-7"/></svg>)";
constexpr const char* cross =
    R"(<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="m8.5 8.5 7 7m0-7-7 7"/></svg>)";

}  // namespace

std::string html(const Page& page) {
  const bool good = page.mood == Page::Mood::good;
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += "<title>" + escape(page.title) + " – jeton</title>\n<style>" + style + "</style>\n";
  out += std::string("<main class=\"") + (good ? "good" : "bad") + "\">\n" + (good ? tick : cross) + '\n';
  out += "<h1>" + escape(page.title) + "</h1>\n<p>" + escape(page.text) + "</p>\n";
  if (!page.detail.empty()) out += "<blockquote>" + escape(page.detail) + "</blockquote>\n";
  return out + "<footer>jeton gives tokens to git, curl and docker</footer>\n</main>\n</html>\n";
}

}  // namespace jeton
