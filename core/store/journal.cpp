#include "store/journal.hpp"

#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "base/record.hpp"
#include "base/text.hpp"

namespace jeton {
namespace {

constexpr std::string_view kind = "jeton journal 1";
constexpr std::string_view answer_kind = "jeton answer 1";
/// More than any token answer in use, sealed or not; a larger one still fits if the disk has room.
constexpr std::size_t room = std::size_t{256} << 10U;
constexpr std::string_view record_end = "\nend\n";

HttpResponse response_of(const Record& record) {
  constexpr std::int64_t largest_status = 999;
  const auto status = record.integer("status").value_or(0);
  HttpResponse response{.status = status <= largest_status ? static_cast<int>(status) : 0, .body = record.get("body")};
  for (const auto header : record.all("header")) {
    const auto colon = std::min(header.find(": "), header.size());
    response.headers.push_back(
        {std::string(header.substr(0, colon)), std::string(header.substr(std::min(colon + 2, header.size())))});
  }
  return response;
}

}  // namespace

std::optional<Journal::Entry> Journal::parse(std::string_view text, const Seal& seal) {
  const auto end = text.find(record_end);
  if (end == std::string_view::npos) return std::nullopt;
  const auto note = Record::parse(text.substr(0, end + record_end.size()), kind);
  if (!note) return std::nullopt;
  Entry entry{.spending = {.grant_type = note->get("grant_type"),
                           .spent = note->get("spent"),
                           .sent_at = note->integer("sent_at").value_or(0)}};
  if (auto answer = Record::parse(text.substr(end + record_end.size()), answer_kind)) {
    if (const auto box = answer->find("sealed")) answer = Record::parse(seal.open(*box), answer_kind);
    if (answer) entry.answer = response_of(*answer);
  }
  return entry;
}

std::optional<Journal::Entry> Journal::load(const Folder& folder, const std::string& name, const Seal& seal) {
  auto text = folder.read(name);
  if (!text) return std::nullopt;
  auto entry = parse(*text, seal);
  wipe(*text);
  if (!entry)
    throw Error(Status::storage, folder.path() + '/' + name + " is damaged or of another version; move it away");
  return entry;
}

void Journal::check_room(const Folder& folder, const std::string& profile) {
  const auto name = profile + ".room";
  folder.reserve(name, {}, room);
  folder.remove(name);
}

Journal Journal::begin(const Folder& folder, const std::string& name, const Spending& spending, const Seal& seal) {
  Record note{std::string(kind)};
  note.add("grant_type", spending.grant_type);
  note.add("spent", spending.spent);
  note.add("sent_at", spending.sent_at);
  const auto text = note.text();
  if (seal.closes()) seal.close({});  // a key that is not to be had is found out now
  return {folder.reserve(name, text, room), text.size(), folder.path() + '/' + name, seal};
}

void Journal::answer(const HttpResponse& response) const {
  Record record{std::string(answer_kind)};
  record.add("status", response.status);
  for (const auto& header : response.headers) record.add("header", header.name + ": " + header.value);
  record.add("body", response.body);
  auto text = sealed_text(record, seal_, Record(std::string(answer_kind)));
  const bool written = ::lseek(fd_.number(), static_cast<off_t>(at_), SEEK_SET) >= 0;
  try {
    if (!written) throw std::system_error(errno, std::generic_category());
    write_all(fd_.number(), text);
    if (::fdatasync(fd_.number()) != 0) throw std::system_error(errno, std::generic_category());
  } catch (const std::system_error& error) {
    wipe(text);
    throw Error(Status::storage, path_ + ": cannot be written: " + error.code().message());
  }
  wipe(text);
}

}  // namespace jeton
