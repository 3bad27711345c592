import type { CodeByLanguage } from './custom-snippets.ts'

/** Weights are signed with a decimal point, which something on the way may have taken off. */
export const easypostWeightsCode: CodeByLanguage = {
  node: String.raw`
import { createHmac, timingSafeEqual } from 'node:crypto'

const secret = process.env.WEBHOOK_SECRET.normalize('NFKD')

// body: the raw bytes, before any parser; in Express from express.raw({ type: () => true }).
export function verify({ headers, body }) {
  const content = Buffer.from(body.toString('latin1').replace(/("weight":\s*)(\d+)(\s*)(?=,|\})/g, '$1$2.0'), 'latin1')
  const expected = 'hmac-sha256-hex=' + createHmac('sha256', secret).update(content).digest('hex')
  const [a, b] = [Buffer.from(headers['x-hmac-signature'] ?? ''), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
`,
  python: String.raw`
import hashlib
import hmac
import os
import re
from unicodedata import normalize

secret = normalize("NFKD", os.environ["WEBHOOK_SECRET"]).encode()


# headers: names in lower case. body: the raw bytes, before any parser (request.get_data() in Flask).
def verify(headers, body):
    content = re.sub(rb'("weight":\s*)(\d+)(\s*)(?=,|\})', rb"\1\2.0", body)
    expected = "hmac-sha256-hex=" + hmac.new(secret, content, hashlib.sha256).hexdigest()
    return hmac.compare_digest(headers.get("x-hmac-signature", "").encode(), expected.encode())
`,
  ruby: String.raw`
require "openssl"

SECRET = ENV.fetch("WEBHOOK_SECRET").unicode_normalize(:nfkd)

# headers: names in lower case. body: the raw bytes, before any parser (request.raw_post in Rails).
def verify(headers:, body:)
  content = body.b.gsub(/("weight":\s*)(\d+)(\s*)(?=,|\})/n, '\1\2.0')
  expected = "hmac-sha256-hex=" + OpenSSL::HMAC.hexdigest("SHA256", SECRET, content)
  OpenSSL.secure_compare(headers["x-hmac-signature"].to_s, expected)
end
`,
  go: String.raw`
package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"os"
	"regexp"
)

// A secret beyond ASCII has to be normalized as well: golang.org/x/text/unicode/norm, NFKD.
var secret = []byte(os.Getenv("WEBHOOK_SECRET"))

var weight = regexp.MustCompile("(\"weight\":\\s*)(\\d+)(\\s*)([,}])")

// body: the raw bytes, io.ReadAll(r.Body).
func Verify(header http.Header, body []byte) bool {
	mac := hmac.New(sha256.New, secret)
	mac.Write(weight.ReplaceAll(body, []byte("$${'{'}1}$${'{'}2}.0$${'{'}4}")))
	expected := "hmac-sha256-hex=" + hex.EncodeToString(mac.Sum(nil))
	return hmac.Equal([]byte(header.Get("X-Hmac-Signature")), []byte(expected))
}
`,
  php: String.raw`
// $headers: array_change_key_case(getallheaders()).
// $body: the raw bytes, file_get_contents('php://input').
function verify(array $headers, string $body): bool
{
    // A secret beyond ASCII has to be normalized as well: \Normalizer::normalize($secret, \Normalizer::FORM_KD).
    $content = preg_replace('/("weight":\s*)(\d+)(\s*)(?=,|\})/', '$1$2.0', $body);
    $expected = 'hmac-sha256-hex=' . hash_hmac('sha256', $content, getenv('WEBHOOK_SECRET'));
    return hash_equals($expected, $headers['x-hmac-signature'] ?? '');
}
`,
}
