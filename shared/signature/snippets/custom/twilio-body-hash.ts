import type { CodeByLanguage } from './custom-snippets.ts'

/** A body that is no form is covered by its hash, which stands in the URL. */
export const twilioBodyHashCode: CodeByLanguage = {
  node: String.raw`
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

const authToken = process.env.WEBHOOK_SECRET

// body: the raw bytes, before any parser; in Express from express.raw({ type: () => true }).
// url: the public one, as the provider was given it, with its query.
export function verify({ headers, body, url }) {
  const bodyHash = createHash('sha256').update(body).digest('hex')
  const expected = createHmac('sha1', authToken).update(url).digest('base64')
  return equal(new URL(url).searchParams.get('bodySHA256') ?? '', bodyHash) && equal(headers['x-twilio-signature'] ?? '', expected)
}

function equal(left, right) {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
`,
  python: String.raw`
import base64
import hashlib
import hmac
import os
from urllib.parse import parse_qs, urlsplit

auth_token = os.environ["WEBHOOK_SECRET"].encode()


# headers: names in lower case. body: the raw bytes, before any parser (request.get_data() in Flask).
# url: the public one, as the provider was given it, with its query.
def verify(headers, body, url):
    received = parse_qs(urlsplit(url).query).get("bodySHA256", [""])[0]
    expected = base64.b64encode(hmac.new(auth_token, url.encode(), hashlib.sha1).digest())
    return hmac.compare_digest(received.encode(), hashlib.sha256(body).hexdigest().encode()) and hmac.compare_digest(
        headers.get("x-twilio-signature", "").encode(), expected
    )
`,
  ruby: String.raw`
require "openssl"
require "uri"

AUTH_TOKEN = ENV.fetch("WEBHOOK_SECRET")

# headers: names in lower case. body: the raw bytes, before any parser (request.raw_post in Rails).
# url: the public one, as the provider was given it, with its query.
def verify(headers:, body:, url:)
  received = URI.decode_www_form(URI(url).query.to_s).assoc("bodySHA256")&.last.to_s
  expected = [OpenSSL::HMAC.digest("SHA1", AUTH_TOKEN, url)].pack("m0")
  OpenSSL.secure_compare(received, OpenSSL::Digest.hexdigest("SHA256", body)) &&
    OpenSSL.secure_compare(headers["x-twilio-signature"].to_s, expected)
end
`,
  go: String.raw`
package webhook

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	neturl "net/url"
	"os"
)

var authToken = []byte(os.Getenv("WEBHOOK_SECRET"))

// body: the raw bytes, io.ReadAll(r.Body).
// url: the public one, as the provider was given it, with its query.
func Verify(header http.Header, body []byte, url string) bool {
	parsed, err := neturl.Parse(url)
	if err != nil {
		return false
	}
	hash := sha256.Sum256(body)
	if !hmac.Equal([]byte(parsed.Query().Get("bodySHA256")), []byte(hex.EncodeToString(hash[:]))) {
		return false
	}
	mac := hmac.New(sha1.New, authToken)
	mac.Write([]byte(url))
	return hmac.Equal([]byte(header.Get("X-Twilio-Signature")), []byte(base64.StdEncoding.EncodeToString(mac.Sum(nil))))
}
`,
  php: String.raw`
// $headers: array_change_key_case(getallheaders()).
// $body: the raw bytes, file_get_contents('php://input').
// $url: the public one, as the provider was given it, with its query.
function verify(array $headers, string $body, string $url): bool
{
    parse_str(parse_url($url, PHP_URL_QUERY) ?? '', $query);
    $expected = base64_encode(hash_hmac('sha1', $url, getenv('WEBHOOK_SECRET'), true));
    return hash_equals(hash('sha256', $body), $query['bodySHA256'] ?? '')
        && hash_equals($expected, $headers['x-twilio-signature'] ?? '');
}
`,
}
