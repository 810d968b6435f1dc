#include "store/journal.hpp"

#include "fuzz.hpp"

// A journal that a process has left, torn or whole: an answer is the whole one or none.
void jeton::fuzz(std::string_view input) {
  const auto text = with_kind("jeton journal 1", input);
  try {
    const auto entry = Journal::parse(text, NoSeal());
    if (!entry) return;
    must(entry->spending.sent_at >= 0 && (!entry->answer || entry->answer->status >= 0));
    must(!entry->answer || text.contains("\nend\njeton answer 1\n"));
  } catch (const Error& error) {
    must(error.status() == Status::configuration && text.contains("\nsealed="));
  }
}
