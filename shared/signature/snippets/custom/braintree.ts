import type { CodeByLanguage } from './custom-snippets.ts'

/** Pairs of a public key and a signature; the key of the HMAC is the SHA-1 of the private key. */
export const braintreeCode: CodeByLanguage = {
  node: String.raw`
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

// The private key, and the public key that belongs to it.
const key = createHash('sha1').update(process.env.WEBHOOK_SECRET).digest()
const publicKey = process.env.WEBHOOK_KEY_ID

// body: the raw bytes, before any parser; in Express from express.raw({ type: () => true }).
export function verify({ body }) {
  const form = new URLSearchParams(body.toString())
  const payload = form.get('bt_payload') ?? ''
  const pairs = (form.get('bt_signature') ?? '').split('&').map((pair) => pair.trim().split('|'))
  return pairs.some(
    ([name, signature]) =>
      name === publicKey && [payload, payload + '\n'].some((content) => equal(signature ?? '', createHmac('sha1', key).update(content).digest('hex'))),
  )
}

function equal(left, right) {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
`,
  python: String.raw`
import hashlib
import hmac
import os
from urllib.parse import parse_qs

# The private key, and the public key that belongs to it.
key = hashlib.sha1(os.environ["WEBHOOK_SECRET"].encode()).digest()
public_key = os.environ["WEBHOOK_KEY_ID"]


# body: the raw bytes, before any parser (request.get_data() in Flask).
def verify(body):
    form = parse_qs(body.decode())
    payload = form.get("bt_payload", [""])[0]
    for pair in form.get("bt_signature", [""])[0].split("&"):
        name, _, signature = pair.strip().partition("|")
        for content in (payload, payload + "\n"):
            expected = hmac.new(key, content.encode(), hashlib.sha1).hexdigest()
            if name == public_key and hmac.compare_digest(signature.encode(), expected.encode()):
                return True
    return False
`,
  ruby: String.raw`
require "openssl"
require "uri"

# The private key, and the public key that belongs to it.
KEY = OpenSSL::Digest.digest("SHA1", ENV.fetch("WEBHOOK_SECRET"))
PUBLIC_KEY = ENV.fetch("WEBHOOK_KEY_ID")

# body: the raw bytes, before any parser (request.raw_post in Rails).
def verify(body:)
  form = URI.decode_www_form(body).to_h
  payload = form["bt_payload"].to_s
  form["bt_signature"].to_s.split("&").any? do |pair|
    name, signature = pair.strip.split("|", 2)
    name == PUBLIC_KEY && [payload, "#{payload}\n"].any? do |content|
      OpenSSL.secure_compare(signature.to_s, OpenSSL::HMAC.hexdigest("SHA1", KEY, content))
    end
  end
end
`,
  go: String.raw`
package webhook

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	neturl "net/url"
	"os"
	"strings"
)

// The private key, and the public key that belongs to it.
var key = sha1.Sum([]byte(os.Getenv("WEBHOOK_SECRET")))
var publicKey = os.Getenv("WEBHOOK_KEY_ID")

// body: the raw bytes, io.ReadAll(r.Body).
func Verify(body []byte) bool {
	form, err := neturl.ParseQuery(string(body))
	if err != nil {
		return false
	}
	payload := form.Get("bt_payload")
	for _, pair := range strings.Split(form.Get("bt_signature"), "&") {
		name, signature, _ := strings.Cut(strings.TrimSpace(pair), "|")
		for _, content := range []string{payload, payload + "\n"} {
			mac := hmac.New(sha1.New, key[:])
			mac.Write([]byte(content))
			if name == publicKey && hmac.Equal([]byte(signature), []byte(hex.EncodeToString(mac.Sum(nil)))) {
				return true
			}
		}
	}
	return false
}
`,
  php: String.raw`
// $body: the raw bytes, file_get_contents('php://input').
function verify(string $body): bool
{
    // The private key, and the public key that belongs to it.
    $key = sha1(getenv('WEBHOOK_SECRET'), true);
    $publicKey = getenv('WEBHOOK_KEY_ID');
    parse_str($body, $form);
    foreach (explode('&', $form['bt_signature'] ?? '') as $pair) {
        [$name, $signature] = explode('|', trim($pair), 2) + ['', ''];
        foreach (['', "\n"] as $end) {
            $expected = hash_hmac('sha1', ($form['bt_payload'] ?? '') . $end, $key);
            if ($name === $publicKey && hash_equals($expected, $signature)) {
                return true;
            }
        }
    }
    return false;
}
`,
}
