#include <malloc.h>

#include <cstdlib>
#include <cstring>
#include <new>

/// Memory is overwritten as it is let go of, whoever had it: secrets pass through the strings of JSON, TOML, records
/// and plugins, and what of them is copied, moved and grown on the way nobody could wipe one by one. Whoever links
/// jeton_base has these; they are in one file, so that all come or none. Sanitizers keep their own, which see more.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

void* operator new(std::size_t size) {
  if (void* const memory = std::malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept {
  if (memory == nullptr) return;
  ::explicit_bzero(memory, ::malloc_usable_size(memory));
  std::free(memory);
}

void operator delete(void* memory, std::size_t /*size*/) noexcept {
  operator delete(memory);
}

#endif
