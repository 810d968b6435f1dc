#include "descriptor.hpp"

#include <unistd.h>

#include <utility>

namespace jeton::sandbox {

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    number_ = std::exchange(other.number_, -1);
  }
  return *this;
}

void Descriptor::close() {
  if (is_open()) ::close(std::exchange(number_, -1));
}

}  // namespace jeton::sandbox
