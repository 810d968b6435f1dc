#include <httplib.h>

#include <string>
#include <thread>
#include <vector>

#include "harness/expect.hpp"
#include "harness/tls_server.hpp"
#include "harness/user.hpp"

namespace jeton::e2e {
namespace {

using Issuer = TlsServer::Certificate::Issuer;
using Version = TlsServer::Version;

/// Whom jeton takes for the provider: who shows a certificate that is right in every respect, and nobody else.
class Certificates : public testing::Test {
 protected:
  std::string ca_file() const { return user.home() / "ca.pem"; }
  /// Trusts that CA, unless `further_lines` say otherwise.
  void configure(const std::string& endpoint, const std::string& further_lines) const {
    user.configure("[profile.x]\nprovider = \"generic\"\ntoken_url = \"" + endpoint +
                   "\"\nurls = [\"https://api.example.com\"]\nclient_id = \"a\"\nclient_secret = \"s3cr3t\"\n" +
                   further_lines);
  }
  void trust(const TlsServer& server, const std::string& host = "localhost") const {
    write_file(ca_file(), server.ca_pem());
    configure("https://" + host + ':' + server.port() + "/token", "ca_file = \"" + ca_file() + "\"\n");
  }
  void trust_the_system(const TlsServer& server) const {
    write_file(ca_file(), server.ca_pem());
    configure("https://localhost:" + server.port() + "/token", "");
  }
  Outcome ask() const { return user.run({"jeton", "token", "--renew", "x"}); }
  testing::AssertionResult refused(const std::string& what, const std::string& remedy) const {
    const auto outcome = user.run({"jeton", "login", "x"});  // ends the hold-off of the case before
    if (!contains(outcome.err, what)) return testing::AssertionFailure() << "no \"" << what << "\" in " << outcome.err;
    return failed(outcome, 6, remedy);
  }

  User user;
};

TEST_F(Certificates, ThatAreRightInEveryRespectAreTaken) {
  for (const auto version : {Version::tls1_2, Version::tls1_3}) {
    const TlsServer server({}, version);
    trust(server);
    const auto outcome = ask();
    EXPECT_TRUE(succeeded(outcome));
    EXPECT_EQ(outcome.out, "t0ken-over-tls\n");
  }
  const TlsServer itself({.issuer = Issuer::itself});
  trust(itself);
  EXPECT_TRUE(succeeded(ask()));
}

TEST_F(Certificates, ThatHaveExpiredAreRefused) {
  const TlsServer server({.from_days = -3, .until_days = -1});
  trust(server);
  EXPECT_TRUE(refused("certificate has expired", "the provider has to renew it, unless this machine's clock is fast"));
}

TEST_F(Certificates, ThatAreNotValidYetAreRefusedAndTheClockIsNamed) {
  const TlsServer server({.from_days = 1, .until_days = 3});
  trust(server);
  EXPECT_TRUE(refused("not yet valid", "check this machine's clock, which may be slow"));
}

TEST_F(Certificates, ForAnotherHostAreRefused) {
  for (const auto* const names : {"DNS:other.example", "DNS:localhost.example", "DNS:*.localhost", "IP:127.0.0.1"}) {
    const TlsServer server({.names = names});
    trust(server);
    EXPECT_TRUE(refused("localhost", "token_url must name the host as its certificate does")) << names;
  }
  const TlsServer server({.names = "DNS:localhost"});
  trust(server, "127.0.0.1");
  EXPECT_TRUE(refused("127.0.0.1", "token_url must name the host as its certificate does"));
}

TEST_F(Certificates, OfAnUnknownCaAreRefused) {
  const TlsServer server({});
  trust_the_system(server);
  EXPECT_TRUE(refused("issuer certificate", "set ca_file if its CA is not one of the system's"));
  const TlsServer other({});
  write_file(ca_file(), other.ca_pem());
  configure("https://localhost:" + server.port() + "/token", "ca_file = \"" + ca_file() + "\"\n");
  EXPECT_EQ(user.run({"jeton", "login", "x"}).status, 6) << "the CA has the same name and another key";
}

TEST_F(Certificates, ThatSignThemselvesAreRefused) {
  const TlsServer server({.issuer = Issuer::itself});
  trust_the_system(server);
  EXPECT_TRUE(refused("self-signed certificate", "set ca_file to that certificate if you know it"));
}

TEST_F(Certificates, OverAnOldTlsAreRefused) {
  const TlsServer server({}, Version::tls1_1);
  trust(server);
  const auto curl = user.run({"curl", "-sS", "--cacert", ca_file(), "--tlsv1.1", "--tls-max", "1.1", "--ciphers",
                              "DEFAULT@SECLEVEL=0", "-d", "", "https://localhost:" + server.port() + "/token"});
  EXPECT_TRUE(succeeded(curl)) << "the server itself works";
  EXPECT_TRUE(refused("localhost", "jeton speaks TLS 1.2 and later alone"));
}

/// In what is no endpoint at all.
TEST_F(Certificates, AreNotDoneWithout) {
  configure("http://provider.example/token", "");
  EXPECT_TRUE(failed(ask(), 3, "token_url is http, which is for loopback hosts alone; use https"));
  httplib::Server plain;
  plain.Post("/token", [](const httplib::Request&, httplib::Response& response) { response.set_content("{}", ""); });
  const int port = plain.bind_to_any_port("127.0.0.1");
  std::thread thread([&] { plain.listen_after_bind(); });
  while (!plain.is_running()) std::this_thread::yield();
  configure("https://localhost:" + std::to_string(port) + "/token", "");
  EXPECT_TRUE(refused("localhost", "what listens there does not speak TLS: check token_url"));
  plain.stop();
  thread.join();
}

/// What turns checks off for curl, OpenSSL and other programs.
TEST_F(Certificates, AreCheckedWhateverTheEnvironmentAndFilesSay) {
  const TlsServer server({});
  trust_the_system(server);
  for (const auto* const name : {".curlrc", "_curlrc", ".config/.curlrc", ".config/curlrc"}) {
    write_file(user.home() / name, "insecure\nproxy-insecure\ncacert = \"" + ca_file() + "\"\n");
  }
  write_file(user.home() / ".netrc", "machine localhost login a password b\n");
  write_file(user.home() / "openssl.cnf",
             "openssl_conf = all\n[all]\nssl_conf = ssl\n[ssl]\nsystem_default = default\n[default]\n"
             "VerifyMode = None\nMinProtocol = TLSv1\nCipherString = DEFAULT@SECLEVEL=0\n");
  user.set("CURL_HOME", user.home());
  user.set("NETRC", user.home() / ".netrc");
  user.set("OPENSSL_CONF", user.home() / "openssl.cnf");
  for (const auto* const variable :
       {"GIT_SSL_NO_VERIFY", "SSL_NO_VERIFY", "CURL_INSECURE", "PYTHONHTTPSVERIFY", "NODE_TLS_REJECT_UNAUTHORIZED"}) {
    user.set(variable, contains(variable, "NO") ? "1" : "0");
  }
  EXPECT_TRUE(refused("issuer certificate", "set ca_file"));
  const TlsServer old({}, Version::tls1_1);
  trust(old);
  EXPECT_TRUE(refused("localhost", "jeton speaks TLS 1.2 and later alone"));

  // A file without any CA is no reason to do without.
  trust_the_system(server);
  write_file(user.home() / "empty.pem", "");
  for (const auto* const variable : {"SSL_CERT_FILE", "CURL_CA_BUNDLE"}) {
    user.set(variable, user.home() / "empty.pem");
    EXPECT_EQ(user.run({"jeton", "login", "x"}).status, 6) << variable;
    user.set(variable, "");
    EXPECT_EQ(user.run({"jeton", "login", "x"}).status, 6) << variable;
    user.unset(variable);
  }
  write_file(user.home() / "cas/readme", "");
  user.set("SSL_CERT_DIR", user.home() / "cas");
  EXPECT_EQ(user.run({"jeton", "login", "x"}).status, 6);
}

TEST_F(Certificates, AreCheckedWhateverAProfileSays) {
  for (const auto* const key : {"verify", "insecure", "tls_verify", "ssl_verify", "verify_host", "skip_verify",
                                "proxy_insecure", "tls_min_version"}) {
    configure("https://localhost/token", std::string(key) + " = false\n");
    EXPECT_TRUE(failed(ask(), 3, std::string("unknown key \"") + key + '"'));
  }
}

}  // namespace
}  // namespace jeton::e2e
