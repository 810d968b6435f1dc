#include <httplib.h>

#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "harness/connect_proxy.hpp"
#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// A port that nobody listens on.
std::string free_port() {
  const auto url = ConnectProxy().url();
  return url.substr(url.rfind(':') + 1);
}

/// How the token endpoint is reached: proxies, certificates, and what is said where it is not.
class Network : public SandboxTest {
 protected:
  Outcome run_token() const { return user.run({"jeton", "token", "clearstreet"}); }
  void configure_without_ca() const {
    auto text = sandbox.configuration();
    const auto line = "ca_file = \"" + sandbox.ca_file().string() + "\"\n";
    for (auto at = text.find(line); at != std::string::npos; at = text.find(line)) text.erase(at, line.size());
    user.configure(text);
  }
  std::vector<std::string> this_endpoint() const { return {sandbox.authority("clearstreet")}; }
};

TEST_F(Network, ProxyOfTheEnvironmentIsUsed) {
  for (const auto* const variable : {"https_proxy", "HTTPS_PROXY", "all_proxy"}) {
    const ConnectProxy proxy;
    user.set(variable, proxy.url());
    EXPECT_TRUE(succeeded(user.run({"jeton", "token", "--renew", "clearstreet"})));
    EXPECT_EQ(proxy.targets(), this_endpoint()) << variable;
    user.unset(variable);
  }
}

TEST_F(Network, NoProxyIsHeeded) {
  const ConnectProxy proxy;
  user.set("https_proxy", proxy.url());
  user.set("no_proxy", "localhost");
  token("clearstreet");
  EXPECT_TRUE(proxy.targets().empty());
}

TEST_F(Network, ProxyOfTheProfileWins) {
  const ConnectProxy of_environment;
  const ConnectProxy of_profile;
  user.set("https_proxy", of_environment.url());
  user.configure(sandbox.configuration({{"clearstreet", "proxy = \"" + of_profile.url() + "\"\n"}}));
  token("clearstreet");
  EXPECT_EQ(of_profile.targets(), this_endpoint());
  EXPECT_TRUE(of_environment.targets().empty());
}

TEST_F(Network, ProxyThatIsNotThereIsNamed) {
  user.set("https_proxy", ConnectProxy().url());
  EXPECT_TRUE(failed(run_token(), 6, "127.0.0.1"));
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 0);
}

TEST_F(Network, UnknownCaIsRefusedAndTheRemedyNamed) {
  configure_without_ca();
  EXPECT_TRUE(failed(run_token(), 6, "ca_file"));
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 0);
}

TEST_F(Network, CaMayComeFromTheEnvironment) {
  configure_without_ca();
  for (const auto* const variable : {"CURL_CA_BUNDLE", "SSL_CERT_FILE"}) {
    user.set(variable, sandbox.ca_file());
    EXPECT_TRUE(succeeded(user.run({"jeton", "token", "--renew", "clearstreet"}))) << variable;
    user.unset(variable);
  }
}

TEST_F(Network, CasMayComeFromAFolder) {
  configure_without_ca();
  fs::create_directory(user.home() / "cas");
  fs::copy_file(sandbox.ca_file(), user.home() / "cas/sandbox.pem");
  EXPECT_EQ(user.run({"openssl", "rehash", "cas"}).status, 0);
  user.set("SSL_CERT_DIR", user.home() / "cas");
  EXPECT_TRUE(succeeded(run_token()));
}

TEST_F(Network, CaOfTheProfileWins) {
  user.set("CURL_CA_BUNDLE", "/dev/null");
  user.set("SSL_CERT_FILE", "/dev/null");
  EXPECT_TRUE(succeeded(run_token()));
}

TEST_F(Network, CaFileThatIsNotThereIsNamed) {
  auto text = sandbox.configuration();
  text.replace(text.find("/ca.pem\""), std::string("/ca.pem\"").size(), "/no-such-ca.pem\"");
  user.configure(text);
  EXPECT_TRUE(failed(run_token(), 6, "no-such-ca.pem"));
}

TEST_F(Network, TokenEndpointThatIsNotThereIsNamed) {
  auto text = sandbox.configuration();
  const auto token_url = "token_url = \"" + sandbox.url("clearstreet");
  text.replace(text.find(token_url), token_url.size(), "token_url = \"https://localhost:" + free_port());
  user.configure(text);
  EXPECT_TRUE(failed(run_token(), 6, "localhost"));
}

/// A token endpoint that wants to see a client certificate, as RFC 8705 has it.
class ClientCertificate : public testing::Test {
 protected:
  ClientCertificate() {
    make_certificate("server");
    make_certificate("client");
    server_ = std::make_unique<httplib::SSLServer>(pem("server").c_str(), key("server").c_str(), pem("client").c_str());
    server_->Post("/token", [](const httplib::Request&, httplib::Response& response) {
      response.set_content(R"({"access_token":"t0ken-of-the-certificate","token_type":"Bearer","expires_in":900})",
                           "application/json");
    });
    port_ = server_->bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_->listen_after_bind(); });
    while (!server_->is_running()) std::this_thread::yield();
  }
  ~ClientCertificate() override {
    server_->stop();
    thread_.join();
  }

  std::string pem(const std::string& name) const { return user.home() / (name + ".pem"); }
  std::string key(const std::string& name) const { return user.home() / (name + ".key"); }
  void configure(const std::string& further_lines, const std::string& host = "localhost") const {
    user.configure("[profile.x]\nprovider = \"generic\"\ntoken_url = \"https://" + host + ':' + std::to_string(port_) +
                   "/token\"\nurls = [\"https://api.example.com\"]\nclient_id = \"a\"\nclient_auth = \"none\"\n" +
                   "ca_file = \"" + pem("server") + "\"\n" + further_lines);
  }
  Outcome run_token() const { return user.run({"jeton", "token", "x"}); }

  User user;

 private:
  /// It is its own CA.
  void make_certificate(const std::string& name) const {
    const auto outcome = user.run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                                   "-nodes", "-days", "1", "-subj", "/CN=" + name, "-addext",
                                   "subjectAltName=DNS:localhost", "-keyout", key(name), "-out", pem(name)});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
  }

  std::unique_ptr<httplib::SSLServer> server_;
  std::thread thread_;
  int port_ = 0;
};

TEST_F(ClientCertificate, IsShownToTheTokenEndpoint) {
  configure("client_certificate = \"" + pem("client") + "\"\nclient_key = \"" + key("client") + "\"\n");
  const auto outcome = run_token();
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(outcome.out, "t0ken-of-the-certificate\n");
}

TEST_F(ClientCertificate, MissingOneIsNoToken) {
  configure("");
  EXPECT_TRUE(failed(run_token(), 6, "localhost"));
}

TEST_F(ClientCertificate, FileThatIsNotThereIsNamed) {
  configure("client_certificate = \"no-such.pem\"\nclient_key = \"" + key("client") + "\"\n");
  EXPECT_TRUE(failed(run_token(), 6, "no-such.pem"));
}

TEST_F(ClientCertificate, OfAServerWithAnotherNameIsRefused) {
  configure("client_certificate = \"" + pem("client") + "\"\nclient_key = \"" + key("client") + "\"\n", "127.0.0.1");
  EXPECT_TRUE(failed(run_token(), 6, "127.0.0.1"));
}

/// Plain http, which is for loopback alone.
TEST(PlainHttp, TokenEndpointOnLoopbackIsTaken) {
  const User user;
  httplib::Server server;
  server.Post("/token", [](const httplib::Request& request, httplib::Response& response) {
    response.status = request.get_header_value("Authorization") == "Basic YTpz" ? 200 : 401;
    response.set_content(R"({"access_token":"t0ken-over-http","token_type":"Bearer"})", "application/json");
  });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::thread thread([&] { server.listen_after_bind(); });
  while (!server.is_running()) std::this_thread::yield();
  user.configure("[profile.x]\nprovider = \"generic\"\ntoken_url = \"http://localhost:" + std::to_string(port) +
                 "/token\"\nurls = [\"https://api.example.com\"]\nclient_id = \"a\"\nclient_secret = \"s\"\n");
  const auto outcome = user.run({"jeton", "token", "x"});
  server.stop();
  thread.join();
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(outcome.out, "t0ken-over-http\n");
}

}  // namespace
}  // namespace jeton::e2e
