#include "store/seal.hpp"

#include <sodium/core.h>
#include <sodium/crypto_pwhash.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "store/box.hpp"
#include "store/lock.hpp"

namespace jeton {
namespace {

constexpr std::string_view key_file = "@key";
constexpr std::string_view key_kind = "jeton store key 1";

unsigned char* bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// The user's key, as one that can encrypt.
std::string stretched(std::string user_key, const std::string& salt) {
  std::string key(box_key_size, '\0');
  const int failed = ::crypto_pwhash(bytes(key), key.size(), user_key.data(), user_key.size(),
                                     bytes(std::string_view(salt)), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                     crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13);
  wipe(user_key);
  if (failed != 0) throw Error(Status::storage, "there is not enough memory for the store's key");
  return key;
}

[[noreturn]] void fail_without_key(const std::string& folder) {
  throw Error(Status::storage, folder + "/@key is missing, without which the store cannot be read; put it back");
}

std::string opened_key(const Folder& folder, const Record& record, const std::string& user_key) {
  const auto salt = base64_decode(record.get("salt")).value_or("");
  const auto file = folder.path() + '/' + std::string(key_file);
  if (salt.size() != crypto_pwhash_SALTBYTES) throw Error(Status::storage, file + " is damaged; move it away");
  auto key = open_box(record.get("box"), stretched(user_key, salt));
  if (!key)
    throw Error(Status::storage, "[store] key does not fit the store in " + folder.path() + "; nothing is lost");
  return std::move(*key);
}

/// A new key beside what an old one has sealed would lose that for good.
void check_nothing_sealed(const Folder& folder) {
  for (const auto& name : folder.names()) {
    if (!name.ends_with(".secrets") && !name.ends_with(".login")) continue;
    const auto text = folder.read(name);
    if (text && text->contains("\nsealed=")) fail_without_key(folder.path());
  }
}

std::string made_key(const Folder& folder, const std::string& user_key) {
  auto key = random_bytes(box_key_size);
  const auto salt = random_bytes(crypto_pwhash_SALTBYTES);
  Record record{std::string(key_kind)};
  record.add("salt", base64_encode(salt));
  record.add("box", close_box(key, stretched(user_key, salt)));
  folder.write(std::string(key_file), record.text(), Durability::durable);
  return key;
}

}  // namespace

std::string NoSeal::open(std::string_view /*sealed*/) const {
  throw Error(Status::configuration,
              "the secret store is encrypted; say in the configuration where its key is: [store] key");
}

KeySeal::~KeySeal() {
  wipe(key_);
}

const std::string& KeySeal::key(Missing missing) const {
  if (!key_.empty()) return key_;
  if (::sodium_init() < 0) throw Error(Status::storage, "there is no source of random numbers");
  auto user_key = read_key_();
  const auto folder = Folder::create(folder_);
  const auto load = [&] { return load_sealed(folder, std::string(key_file), key_kind, NoSeal()); };
  if (auto record = load()) {
    key_ = opened_key(folder, *record, user_key);
  } else if (missing == Missing::fails) {
    fail_without_key(folder_);
  } else {
    constexpr Seconds patience = 30;
    const auto lock = Lock::acquire(folder, "@key.lock", patience, [](int /*holder*/) {});
    record = load();  // another process may have made it
    if (!record) check_nothing_sealed(folder);
    key_ = record ? opened_key(folder, *record, user_key) : made_key(folder, user_key);
  }
  wipe(user_key);
  return key_;
}

std::string KeySeal::close(std::string_view text) const {
  return close_box(text, key(Missing::is_made));
}

std::string KeySeal::open(std::string_view sealed) const {
  auto text = open_box(sealed, key(Missing::fails));
  if (!text) throw Error(Status::storage, "a file of the secret store is damaged, or of another store");
  return std::move(*text);
}

std::optional<Record> parse_sealed(std::string_view text, std::string_view kind, const Seal& seal) {
  auto record = Record::parse(text, kind);
  const auto box = record ? record->find("sealed") : std::nullopt;
  if (!box) return record;
  auto inner = seal.open(*box);
  auto opened = Record::parse(inner, kind);
  wipe(inner);
  return opened;
}

std::optional<Record> load_sealed(const Folder& folder, const std::string& name, std::string_view kind,
                                  const Seal& seal) {
  auto text = folder.read(name);
  if (!text) return std::nullopt;
  const auto path = folder.path() + '/' + name;
  std::optional<Record> record;
  try {
    record = parse_sealed(*text, kind, seal);
  } catch (const Error& error) {
    throw Error(error.status(), path + ": " + error.what());
  }
  wipe(*text);
  // What cannot be read may be somebody's only copy: it is named, and never written over.
  if (!record) throw Error(Status::storage, path + " is damaged or of another version; move it away");
  return record;
}

std::string sealed_text(const Record& record, const Seal& seal, const Record& in_clear) {
  auto text = record.text();
  if (!seal.closes()) return text;
  auto outer = in_clear;
  outer.add("sealed", seal.close(text));
  wipe(text);
  return outer.text();
}

}  // namespace jeton
