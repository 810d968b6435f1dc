#include "host/exported_symbols.hpp"

#include <elf.h>
#include <link.h>

#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>

namespace jeton {
namespace {

using Header = ElfW(Ehdr);
using Section = ElfW(Shdr);
using Symbol = ElfW(Sym);

std::string_view part(std::string_view library, std::size_t offset, std::size_t size) {
  if (offset > library.size() || library.size() - offset < size) throw std::invalid_argument("the library is cut off");
  return library.substr(offset, size);
}

template <class Entry>
Entry read(std::string_view library, std::size_t offset) {
  std::array<char, sizeof(Entry)> bytes{};
  std::ranges::copy(part(library, offset, sizeof(Entry)), bytes.begin());
  return std::bit_cast<Entry>(bytes);
}

Header read_header(std::string_view library) {
  const auto header = read<Header>(library, 0);
  constexpr unsigned char native = sizeof(void*) == 8 ? ELFCLASS64 : ELFCLASS32;
  if (!library.starts_with(ELFMAG) || header.e_ident[EI_CLASS] != native || header.e_shentsize != sizeof(Section)) {
    throw std::invalid_argument("it is no shared library of this machine");
  }
  return header;
}

bool is_exported(const Symbol& symbol) {
  return symbol.st_shndx != SHN_UNDEF && ELF64_ST_BIND(symbol.st_info) != STB_LOCAL;
}

}  // namespace

std::vector<std::string_view> exported_symbols(std::string_view library) {
  const auto header = read_header(library);
  const auto section = [&](std::size_t number) {
    return read<Section>(library, header.e_shoff + number * sizeof(Section));
  };
  std::size_t number = 0;
  while (number < header.e_shnum && section(number).sh_type != SHT_DYNSYM) ++number;
  if (number == header.e_shnum) return {};
  const auto table = section(number);
  const auto strings = section(table.sh_link);
  const auto names = part(library, strings.sh_offset, strings.sh_size);
  const auto symbols = part(library, table.sh_offset, table.sh_size);
  std::vector<std::string_view> exported;
  for (std::size_t at = 0; at + sizeof(Symbol) <= symbols.size(); at += sizeof(Symbol)) {
    const auto symbol = read<Symbol>(symbols, at);
    if (!is_exported(symbol)) continue;
    const auto name = names.substr(std::min<std::size_t>(symbol.st_name, names.size()));
    exported.push_back(name.substr(0, name.find('\0')));
  }
  std::ranges::sort(exported);
  return exported;
}

}  // namespace jeton
