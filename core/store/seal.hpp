#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/file.hpp"
#include "base/record.hpp"

namespace jeton {

/// How the secret store's files are encrypted, if they are.
class Seal {
 public:
  virtual ~Seal() = default;
  /// True if what is written from now on is to be encrypted. What is there already is read either way.
  virtual bool closes() const = 0;
  virtual std::string close(std::string_view text) const = 0;
  /// Throws Error(storage) where the key does not fit, Error(configuration) where there is none.
  virtual std::string open(std::string_view sealed) const = 0;
};

/// No key is configured.
class NoSeal final : public Seal {
 public:
  bool closes() const override { return false; }
  std::string close(std::string_view text) const override { return std::string(text); }
  std::string open(std::string_view sealed) const override;
};

/// XChaCha20-Poly1305 by a random key, which lies in the store's file `@key`, itself encrypted by the user's key
/// (Argon2id). So the user's key may be any text, and is needed once a process.
class KeySeal final : public Seal {
 public:
  using ReadKey = std::function<std::string()>;

  /// `read_key` is asked when there is something to open or to close, and may throw.
  KeySeal(std::string folder, ReadKey read_key) : folder_(std::move(folder)), read_key_(std::move(read_key)) {}
  KeySeal(const KeySeal&) = delete;
  KeySeal& operator=(const KeySeal&) = delete;
  ~KeySeal() override;

  bool closes() const override { return true; }
  std::string close(std::string_view text) const override;
  std::string open(std::string_view sealed) const override;

 private:
  enum class Missing { fails, is_made };
  const std::string& key(Missing missing) const;

  std::string folder_;
  ReadKey read_key_;
  mutable std::string key_;
};

/// A file's text: a record of that kind, whose fields lie in a sealed box where there is a key. Nothing where the text
/// is none. Throws what the seal throws.
std::optional<Record> parse_sealed(std::string_view text, std::string_view kind, const Seal& seal);

/// The same for a file of the store. Nothing where there is no such file; Error(storage) for one that cannot be read,
/// which is never written over.
std::optional<Record> load_sealed(const Folder& folder, const std::string& name, std::string_view kind,
                                  const Seal& seal);

/// The file's text. `in_clear` stays readable without the key.
std::string sealed_text(const Record& record, const Seal& seal, const Record& in_clear);

}  // namespace jeton
