#include "store/seal.hpp"

#include <sodium/core.h>
#include <sodium/crypto_aead_xchacha20poly1305.h>
#include <sodium/crypto_pwhash.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>

#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"
#include "store/lock.hpp"

namespace jeton {
namespace {

constexpr std::string_view key_file = "@key";
constexpr std::string_view key_kind = "jeton store key 1";
constexpr auto base64 = sodium_base64_VARIANT_ORIGINAL;
constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;

unsigned char* bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string random(std::size_t size) {
  std::string out(size, '\0');
  ::randombytes_buf(out.data(), out.size());
  return out;
}

std::string encode(std::string_view raw) {
  std::string out(sodium_base64_encoded_len(raw.size(), base64), '\0');
  ::sodium_bin2base64(out.data(), out.size(), bytes(raw), raw.size(), base64);
  out.pop_back();  // its NUL
  return out;
}

std::optional<std::string> decode(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t size = 0;
  if (::sodium_base642bin(bytes(out), out.size(), text.data(), text.size(), nullptr, &size, nullptr, base64) != 0) {
    return std::nullopt;
  }
  out.resize(size);
  return out;
}

std::string encrypt(std::string_view text, const std::string& key) {
  const auto nonce = random(nonce_size);
  std::string box(text.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
  ::crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(box), nullptr, bytes(text), text.size(), nullptr, 0, nullptr,
                                               bytes(std::string_view(nonce)), bytes(std::string_view(key)));
  return encode(nonce + box);
}

std::optional<std::string> decrypt(std::string_view sealed, const std::string& key) {
  const auto raw = decode(sealed);
  if (!raw || raw->size() < nonce_size + crypto_aead_xchacha20poly1305_ietf_ABYTES) return std::nullopt;
  const auto box = std::string_view(*raw).substr(nonce_size);
  std::string text(box.size() - crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
  if (::crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(text), nullptr, nullptr, bytes(box), box.size(), nullptr, 0,
                                                   bytes(*raw), bytes(std::string_view(key))) != 0) {
    return std::nullopt;
  }
  return text;
}

/// The user's key, as one that can encrypt.
std::string stretched(std::string user_key, const std::string& salt) {
  std::string key(key_size, '\0');
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
  const auto salt = decode(record.get("salt")).value_or("");
  const auto file = folder.path() + '/' + std::string(key_file);
  if (salt.size() != crypto_pwhash_SALTBYTES) throw Error(Status::storage, file + " is damaged; move it away");
  auto key = decrypt(record.get("box"), stretched(user_key, salt));
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
  auto key = random(key_size);
  const auto salt = random(crypto_pwhash_SALTBYTES);
  Record record{std::string(key_kind)};
  record.add("salt", encode(salt));
  record.add("box", encrypt(key, stretched(user_key, salt)));
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
  return encrypt(text, key(Missing::is_made));
}

std::string KeySeal::open(std::string_view sealed) const {
  auto text = decrypt(sealed, key(Missing::fails));
  if (!text) throw Error(Status::storage, "a file of the secret store is damaged, or of another store");
  return std::move(*text);
}

std::optional<Record> load_sealed(const Folder& folder, const std::string& name, std::string_view kind,
                                  const Seal& seal) {
  auto text = folder.read(name);
  if (!text) return std::nullopt;
  const auto path = folder.path() + '/' + name;
  auto record = Record::parse(*text, kind);
  wipe(*text);
  // What cannot be read may be somebody's only copy: it is named, and never written over.
  if (!record) throw Error(Status::storage, path + " is damaged or of another version; move it away");
  const auto box = record->find("sealed");
  if (!box) return record;
  std::string inner;
  try {
    inner = seal.open(*box);
  } catch (const Error& error) {
    throw Error(error.status(), path + ": " + error.what());
  }
  auto opened = Record::parse(inner, kind);
  wipe(inner);
  if (!opened) throw Error(Status::storage, path + " is damaged or of another version; move it away");
  return opened;
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
