#include "certificate.hpp"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

#include "random.hpp"

namespace jeton::sandbox {

namespace {

void check(bool ok) {
  if (!ok) throw std::runtime_error("OpenSSL could not make the certificates");
}

PrivateKey new_key() {
  PrivateKey key(EVP_EC_gen("P-256"));
  check(key != nullptr);
  return key;
}

/// 63 random bits: RFC 5280 section 4.1.2.2 wants serial numbers positive and unique for an issuer.
void set_serial(X509* certificate) {
  std::string bytes = random_bytes(8);
  bytes[0] = static_cast<char>(bytes[0] & 0x7f);
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(
      BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr),
      BN_free);
  check(number != nullptr && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr);
}

Certificate unsigned_certificate(EVP_PKEY* key, const std::string& common_name) {
  constexpr long year = 365L * 24 * 60 * 60;
  Certificate certificate(X509_new());
  check(certificate != nullptr);
  set_serial(certificate.get());
  check(X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  check(X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -year) != nullptr);
  check(X509_gmtime_adj(X509_getm_notAfter(certificate.get()), year) != nullptr);
  check(X509_set_pubkey(certificate.get(), key) == 1);
  check(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(common_name.data()),
                                   static_cast<int>(common_name.size()), -1, 0) == 1);
  return certificate;
}

void add_extension(X509* certificate, X509* issuer, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value), X509_EXTENSION_free);
  check(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1);
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* issuer_key) {
  check(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1);
  check(X509_sign(certificate, issuer_key, EVP_sha256()) > 0);
}

std::string pem(X509* certificate) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
  check(memory != nullptr && PEM_write_bio_X509(memory.get(), certificate) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace

ServerIdentity new_server_identity(std::span<const std::string> hosts) {
  std::string names = "DNS:localhost,IP:127.0.0.1,IP:::1";
  for (const std::string& host : hosts) names += ",DNS:" + host;
  const PrivateKey ca_key = new_key();
  // A name of its own, so that a client that trusts two sandboxes' CAs finds the right one.
  const Certificate ca = unsigned_certificate(ca_key.get(), "jeton sandbox CA " + random_text(8));
  add_extension(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(ca.get(), ca.get(), NID_subject_key_identifier, "hash");
  sign(ca.get(), ca.get(), ca_key.get());

  PrivateKey key = new_key();
  Certificate certificate = unsigned_certificate(key.get(), "localhost");
  add_extension(certificate.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate.get(), ca.get(), NID_key_usage, "critical,digitalSignature");
  add_extension(certificate.get(), ca.get(), NID_ext_key_usage, "serverAuth");
  add_extension(certificate.get(), ca.get(), NID_subject_alt_name, names.c_str());
  add_extension(certificate.get(), ca.get(), NID_subject_key_identifier, "hash");
  add_extension(certificate.get(), ca.get(), NID_authority_key_identifier, "keyid");
  sign(certificate.get(), ca.get(), ca_key.get());
  return {.key = std::move(key), .certificate = std::move(certificate), .ca_pem = pem(ca.get())};
}

}  // namespace jeton::sandbox
