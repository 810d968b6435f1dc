#include "host/http_client.hpp"

#include <curl/curl.h>
#include <openssl/ssl.h>

#include <array>
#include <memory>
#include <thread>

#include "base/shown_wait.hpp"
#include "base/text.hpp"
#include "host/redaction.hpp"
#include "match/request_url.hpp"

namespace jeton {
namespace {

constexpr std::size_t largest_answer = std::size_t{1} << 20U;

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Answer {
  HttpResponse response;
  bool too_large = false;
};

std::size_t receive_body(const char* data, std::size_t /*one*/, std::size_t size, void* into) {
  auto& answer = *static_cast<Answer*>(into);
  if (answer.response.body.size() + size > largest_answer) {
    answer.too_large = true;
    return 0;
  }
  answer.response.body.append(data, size);
  return size;
}

std::size_t receive_header(const char* data, std::size_t /*one*/, std::size_t size, void* into) {
  auto& answer = *static_cast<Answer*>(into);
  const std::string_view line = trim({data, size});
  if (line.starts_with("HTTP/")) answer.response.headers.clear();  // a final answer after an interim one
  const auto colon = line.find(':');
  if (colon != std::string_view::npos) {
    answer.response.headers.push_back({std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1)))});
  }
  return size;
}

/// libcurl calls it about once a second, whatever happens.
int show_wait(void* wait, curl_off_t /*down*/, curl_off_t /*downs*/, curl_off_t /*up*/, curl_off_t /*ups*/) {
  static_cast<ShownWait*>(wait)->tick();
  return 0;
}

/// libcurl's words may have a proxy in them as it was told, with user name and password.
Redaction proxy_logins(const Connection& connection, const Environment& environment) {
  Redaction redaction;
  std::vector<std::string> proxies{connection.proxy};
  for (const auto* const variable : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    proxies.push_back(environment(variable).value_or(""));
  }
  for (const auto& proxy : proxies) {
    const auto at = proxy.rfind('@');
    if (at == std::string::npos) continue;
    const auto scheme = proxy.find("://");
    const auto login = proxy.substr(0, at).substr(scheme < at ? scheme + 3 : 0);
    redaction.add(login);
    redaction.add(login.substr(login.find(':') + 1));
  }
  return redaction;
}

/// What OpenSSL found wrong with a certificate (X509_V_ERR_…), as CURLINFO_SSL_VERIFYRESULT has it.
enum class Verified : long {
  well = 0,
  unspecified = 1,  // as before the certificate was looked at: libcurl looks at the host name first, after OpenSSL
  not_yet_valid = 9,
  expired = 10,
  self_signed = 18,
  host_name = 62
};

/// What mends it, as the end of a sentence. A certificate that is not trusted is not always one whose CA is unknown.
const char* certificate_remedy(Verified verified) {
  switch (verified) {
    case Verified::well:
    case Verified::unspecified:
    case Verified::host_name: return "; token_url must name the host as its certificate does";
    case Verified::not_yet_valid: return "; check this machine's clock, which may be slow";
    case Verified::expired:
      return "; the provider has to renew it, unless this machine's clock is fast: check that first";
    case Verified::self_signed: return "; set ca_file to that certificate if you know it to be the provider's";
  }
  return "; set ca_file if its CA is not one of the system's";
}

const char* remedy(CURLcode code, const std::string& text, Verified verified) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION: return certificate_remedy(verified);
    case CURLE_SSL_CACERT_BADFILE: return "; check ca_file, or CURL_CA_BUNDLE and SSL_CERT_FILE";
    case CURLE_SSL_CERTPROBLEM: return "; check client_certificate and client_key";
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY: return "; check proxy, or https_proxy and all_proxy";
    default: break;
  }
  // OpenSSL's words, which libcurl passes on: RFC 8446 section 6 has the alerts.
  if (text.contains("protocol version") || text.contains("unsupported protocol")) {
    return "; jeton speaks TLS 1.2 and later alone, and the server has to, too";
  }
  if (text.contains("wrong version number")) return "; what listens there does not speak TLS: check token_url";
  if (text.contains("certificate required")) return "; the server wants a client_certificate";
  return "; check token_url, the proxy if there is one, and the network";
}

std::string in_words(CURLcode code, const char* detail, const Answer& answer, const Redaction& redaction,
                     Verified verified) {
  if (answer.too_large) return "its answer is larger than 1 MiB; check token_url";
  const auto text = printable(redaction(*detail != '\0' ? detail : curl_easy_strerror(code)));
  return text + remedy(code, text, verified);
}

/// As curl itself reads them; libcurl leaves these variables to its callers.
void set_trust(CURL* easy, const Connection& connection, const Environment& environment) {
  const auto file = !connection.ca_file.empty()
                        ? connection.ca_file
                        : environment("CURL_CA_BUNDLE").value_or(environment("SSL_CERT_FILE").value_or(""));
  if (!file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, file.c_str());
  const auto folder = environment("SSL_CERT_DIR").value_or("");
  if (connection.ca_file.empty() && !folder.empty()) curl_easy_setopt(easy, CURLOPT_CAPATH, folder.c_str());
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(easy, CURLOPT_PROXY_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  if (!connection.client_certificate.empty()) {
    curl_easy_setopt(easy, CURLOPT_SSLCERT, connection.client_certificate.c_str());
  }
  if (!connection.client_key.empty()) curl_easy_setopt(easy, CURLOPT_SSLKEY, connection.client_key.c_str());
}

void set_reach(CURL* easy, const Connection& connection, bool plain_http) {
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, plain_http ? "http" : "https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, static_cast<long>(connection.connect_timeout));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT, static_cast<long>(connection.timeout));
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  if (plain_http) {
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");  // a proxy is not loopback
  } else if (!connection.proxy.empty()) {
    curl_easy_setopt(easy, CURLOPT_PROXY, connection.proxy.c_str());
  }
}

}  // namespace

std::expected<HttpResponse, SendError> send(const HttpRequest& request, const Connection& connection,
                                            const Environment& environment) {
  const auto url = parse_request_url(request.url);
  if (!url || !is_protected(*url)) {
    return std::unexpected(SendError{"the token endpoint is not an https:// URL"});
  }
  const std::unique_ptr<CURL, FreeEasy> easy(curl_easy_init());
  if (!easy) return std::unexpected(SendError{"libcurl cannot be started"});

  std::unique_ptr<curl_slist, FreeList> headers;
  const auto add = [&](const std::string& line) {
    curl_slist* const shorter = headers.release();
    headers.reset(curl_slist_append(shorter, line.c_str()));
  };
  // To libcurl, a name with nothing after its colon is a header to leave out, and one with a semicolon an empty header.
  for (const auto& header : request.headers) add(header.name + (header.value.empty() ? ";" : ": " + header.value));
  add("Expect:");

  ShownWait wait("waiting for " + url->authority.host, connection.timeout);
  Answer answer;
  std::array<char, CURL_ERROR_SIZE> detail{};
  curl_easy_setopt(easy.get(), CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, request.body.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy.get(), CURLOPT_USERAGENT, "jeton/" JETON_VERSION);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, receive_body);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(easy.get(), CURLOPT_HEADERFUNCTION, receive_header);
  curl_easy_setopt(easy.get(), CURLOPT_HEADERDATA, &answer);
  curl_easy_setopt(easy.get(), CURLOPT_ERRORBUFFER, detail.data());
  curl_easy_setopt(easy.get(), CURLOPT_XFERINFOFUNCTION, show_wait);
  curl_easy_setopt(easy.get(), CURLOPT_XFERINFODATA, &wait);
  curl_easy_setopt(easy.get(), CURLOPT_NOPROGRESS, 0L);
  set_trust(easy.get(), connection, environment);
  set_reach(easy.get(), connection, url->scheme == "http");

  const CURLcode code = curl_easy_perform(easy.get());
  if (code != CURLE_OK) {
    curl_off_t ready_us = 0;  // when the connection was there and the request could go out; 0: never
    curl_easy_getinfo(easy.get(), CURLINFO_PRETRANSFER_TIME_T, &ready_us);
    long verified = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_SSL_VERIFYRESULT, &verified);
    return std::unexpected(
        SendError{.message = "no usable answer from " + url->authority.host + ": " +
                             in_words(code, detail.data(), answer, proxy_logins(connection, environment),
                                      static_cast<Verified>(verified)),
                  .may_have_arrived = ready_us > 0 && !answer.too_large});
  }
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  answer.response.status = static_cast<int>(status);
  return std::move(answer.response);
}

void warm_up_tls() {
  std::thread([] { ::SSL_CTX_free(::SSL_CTX_new(::TLS_client_method())); }).detach();
}

}  // namespace jeton
