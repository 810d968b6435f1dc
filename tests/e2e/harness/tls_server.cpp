#include "harness/tls_server.hpp"

#include <httplib.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace jeton::e2e {
namespace {

void check(bool done) {
  if (!done) throw std::runtime_error("OpenSSL could not make the certificate");
}

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(BIO* memory) const { BIO_free(memory); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

struct Signed {
  Owned<EVP_PKEY> key{EVP_EC_gen("P-256")};
  Owned<X509> certificate{X509_new()};
};

void extend(X509* certificate, int kind, const std::string& value) {
  const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()));
  check(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

/// Without an issuer it is its own.
Signed make(const std::string& name, const TlsServer::Certificate& as, const Signed* issuer) {
  constexpr long day = 24L * 60 * 60;
  Signed made;
  auto* const certificate = made.certificate.get();
  check(made.key && certificate != nullptr);
  check(X509_set_version(certificate, X509_VERSION_3) == 1);
  check(ASN1_INTEGER_set(X509_get_serialNumber(certificate), issuer == nullptr ? 1 : 2) == 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), as.from_days * day);
  X509_gmtime_adj(X509_getm_notAfter(certificate), as.until_days * day);
  auto* const subject = X509_get_subject_name(certificate);
  check(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(name.c_str()),
                                   -1, -1, 0) == 1);
  check(X509_set_pubkey(certificate, made.key.get()) == 1);
  if (as.names.empty()) {
    extend(certificate, NID_basic_constraints, "critical,CA:TRUE");
  } else {
    extend(certificate, NID_subject_alt_name, as.names);
  }
  const auto& by = issuer == nullptr ? made : *issuer;
  check(X509_set_issuer_name(certificate, X509_get_subject_name(by.certificate.get())) == 1);
  check(X509_sign(certificate, by.key.get(), EVP_sha256()) > 0);
  return made;
}

std::string pem(X509* certificate) {
  const Owned<BIO> memory(BIO_new(BIO_s_mem()));
  check(memory && PEM_write_bio_X509(memory.get(), certificate) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

int number_of(TlsServer::Version version) {
  switch (version) {
    case TlsServer::Version::tls1_1: return TLS1_1_VERSION;
    case TlsServer::Version::tls1_2: return TLS1_2_VERSION;
    case TlsServer::Version::tls1_3: return TLS1_3_VERSION;
  }
  return 0;
}

}  // namespace

TlsServer::TlsServer(const Certificate& certificate, Version version) {
  const auto ca = make("CA of a test", {.names = ""}, nullptr);
  const bool by_itself = certificate.issuer == Certificate::Issuer::itself;
  const auto own = make("server of a test", certificate, by_itself ? nullptr : &ca);
  ca_pem_ = pem((by_itself ? own : ca).certificate.get());
  server_ = std::make_unique<httplib::SSLServer>([&](SSL_CTX& context) {
    SSL_CTX_set_security_level(&context, 0);  // TLS 1.1 signs with SHA-1
    return SSL_CTX_set_min_proto_version(&context, number_of(version)) == 1 &&
           SSL_CTX_set_max_proto_version(&context, number_of(version)) == 1 &&
           SSL_CTX_use_certificate(&context, own.certificate.get()) == 1 &&
           SSL_CTX_use_PrivateKey(&context, own.key.get()) == 1;
  });
  check(server_->is_valid());
  server_->Post("/token", [](const httplib::Request& /*request*/, httplib::Response& response) {
    response.set_content(R"({"access_token":"t0ken-over-tls","token_type":"Bearer","expires_in":900})",
                         "application/json");
  });
  port_ = server_->bind_to_any_port("127.0.0.1");
  thread_ = std::thread([this] { server_->listen_after_bind(); });
  while (!server_->is_running()) std::this_thread::yield();
}

TlsServer::~TlsServer() {
  server_->stop();
  thread_.join();
}

}  // namespace jeton::e2e
