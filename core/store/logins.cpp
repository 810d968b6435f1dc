#include "store/logins.hpp"

#include <sys/file.h>

#include <cerrno>

#include "base/error.hpp"
#include "base/fingerprint.hpp"
#include "base/text.hpp"

namespace jeton {
namespace {

constexpr std::string_view file_kind = "jeton logins 1";
constexpr std::string_view login_kind = "jeton login 1";

std::vector<Record> read(const Folder& folder, const std::string& file, const Seal& seal) {
  const auto record = load_sealed(folder, file, file_kind, seal);
  return record ? LoginStore::logins_of(*record) : std::vector<Record>{};
}

}  // namespace

std::vector<Record> LoginStore::logins_of(const Record& record) {
  std::vector<Record> logins;
  for (const auto login : record.all("login")) {
    if (auto parsed = Record::parse(login, login_kind)) logins.push_back(std::move(*parsed));
  }
  return logins;
}

Record LoginStore::record_of(const std::string& name, const std::vector<Record>& logins) {
  Record record{std::string(file_kind)};
  record.add("name", name);
  for (const auto& login : logins) record.add("login", login.text());
  return record;
}

std::string LoginStore::file(const std::string& name) const {
  return prefix() + fingerprint(name) + ".login";
}

Fd LoginStore::locked(const Folder& folder) const {
  Fd lock = folder.open_lock("@logins.lock");
  while (::flock(lock.number(), LOCK_EX) != 0) {
    if (errno != EINTR) throw Error(Status::storage, folder.path() + "/@logins.lock cannot be locked");
  }
  return lock;
}

std::vector<Record> LoginStore::load(const std::string& name) const {
  const auto folder = Folder::open(path_);
  return folder ? read(*folder, file(name), seal_) : std::vector<Record>{};
}

bool LoginStore::has(const std::string& name) const {
  const auto folder = Folder::open(path_);
  return folder && folder->contains(file(name));
}

void LoginStore::save(const Folder& folder, const std::string& name, const std::vector<Record>& logins) const {
  if (logins.empty()) {
    folder.remove(file(name));
    return;
  }
  auto text = sealed_text(record_of(name, logins), seal_, Record(std::string(file_kind)));
  folder.write(file(name), text, Durability::durable);
  wipe(text);
}

std::vector<Record> LoginStore::all() const {
  const auto folder = Folder::open(path_);
  std::vector<Record> logins;
  if (!folder) return logins;
  for (const auto& name : folder->names()) {
    if (!name.starts_with(prefix()) || !name.ends_with(".login")) continue;
    try {
      for (auto& login : read(*folder, name, seal_)) logins.push_back(std::move(login));
    } catch (const Error&) {
      continue;
    }
  }
  return logins;
}

}  // namespace jeton
