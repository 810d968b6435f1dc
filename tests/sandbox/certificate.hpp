#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <span>
#include <string>

namespace jeton::sandbox {

struct OpenSslDeleter {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};

using PrivateKey = std::unique_ptr<EVP_PKEY, OpenSslDeleter>;
using Certificate = std::unique_ptr<X509, OpenSslDeleter>;

/// What a TLS server shows, and what its clients have to trust for it. No private key is ever written to a file.
struct ServerIdentity {
  PrivateKey key;
  Certificate certificate;  ///< for localhost, 127.0.0.1, ::1 and the hosts asked for
  std::string ca_pem;       ///< the certificate of the CA that signed it; its key is thrown away
};

/// A new CA and a server certificate of its, both EC P-256, valid for a year to either side, so that a client whose
/// clock is wrong can be tried. It names these hosts too. Throws std::runtime_error if OpenSSL fails.
ServerIdentity new_server_identity(std::span<const std::string> hosts);

}  // namespace jeton::sandbox
