#include "fuzz.hpp"
#include "store/box.hpp"
#include "store/seal.hpp"

namespace jeton {
namespace {

/// A key that is there already: what makes one of the user's takes too long here.
class Boxed final : public Seal {
 public:
  bool closes() const override { return true; }
  std::string close(std::string_view text) const override { return close_box(text, key); }
  std::string open(std::string_view sealed) const override {
    auto text = open_box(sealed, key);
    if (!text) throw Error(Status::storage, "damaged");
    return std::move(*text);
  }

 private:
  std::string key = std::string(box_key_size, 'k');
};

}  // namespace
}  // namespace jeton

// A sealed file. A box that was not closed with this key is never opened, whatever is in it; one that was holds what
// went in, and one changed byte shuts it.
void jeton::fuzz(std::string_view input) {
  const Boxed seal;
  must(!open_box(input, std::string(box_key_size, 'k')));
  const auto bytes = base64_decode(input);
  if (bytes) must(base64_decode(base64_encode(*bytes)) == bytes);
  auto box = seal.close(input);
  must(seal.open(box) == input);
  box[input.size() % (box.size() - 4)] ^= 1;
  must(!open_box(box, std::string(box_key_size, 'k')));
  try {
    const auto record = parse_sealed(with_kind("jeton secrets 1", input), "jeton secrets 1", seal);
    must(!record || !record->find("sealed"));
  } catch (const Error& error) {
    must(error.status() == Status::storage);
  }
}
