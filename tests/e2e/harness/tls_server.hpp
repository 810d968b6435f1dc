#pragma once

#include <memory>
#include <string>
#include <thread>

namespace httplib {
class SSLServer;
}

namespace jeton::e2e {

/// A token endpoint on loopback, `/token`, behind a certificate that is made for the case.
class TlsServer {
 public:
  struct Certificate {
    enum class Issuer { ca, itself };
    std::string names = "DNS:localhost";  ///< as OpenSSL writes subjectAltName
    int from_days = -1;                   ///< from when on it is valid, in days from now
    int until_days = 1;
    Issuer issuer = Issuer::ca;
  };
  enum class Version { tls1_1, tls1_2, tls1_3 };

  /// Speaks that version alone.
  explicit TlsServer(const Certificate& certificate, Version version = Version::tls1_3);
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  ~TlsServer();

  std::string port() const { return std::to_string(port_); }
  /// The certificate of the CA; where the server's own is signed by itself, that one.
  const std::string& ca_pem() const { return ca_pem_; }

 private:
  std::string ca_pem_;
  std::unique_ptr<httplib::SSLServer> server_;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace jeton::e2e
