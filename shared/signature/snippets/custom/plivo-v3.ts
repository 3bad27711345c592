import type { CodeByLanguage } from './custom-snippets.ts'

/** The URL with its query sorted, the sorted fields of a form, and a nonce. */
export const plivoV3Code: CodeByLanguage = {
  node: String.raw`
import { createHmac, timingSafeEqual } from 'node:crypto'

const authToken = process.env.WEBHOOK_SECRET

// body: the raw bytes, before any parser; in Express from express.raw({ type: () => true }).
// url: the public one, as the provider was given it.
export function verify({ headers, body, method, url }) {
  const [base, search = ''] = url.replace(/#.*$/s, '').split(/\?(.*)/s)
  const isForm = method === 'POST' && (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  const query = sorted(search).map(([name, value]) => name + '=' + value).join('&')
  const fields = isForm ? sorted(body.toString()).flat().join('') : ''
  const content =
    base + (query || fields ? '?' : '') + query + (query && fields ? '.' : '') + fields + '.' + headers['x-plivo-signature-v3-nonce']
  const expected = createHmac('sha256', authToken).update(content).digest('base64')
  return (headers['x-plivo-signature-v3'] ?? '').split(',').some((signature) => equal(signature.trim(), expected))
}

function sorted(text) {
  const compare = (left, right) => (left < right ? -1 : left > right ? 1 : 0)
  return [...new URLSearchParams(text)].sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
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
from urllib.parse import parse_qsl

auth_token = os.environ["WEBHOOK_SECRET"].encode()


# headers: names in lower case. body: the raw bytes, before any parser (request.get_data() in Flask).
# url: the public one, as the provider was given it.
def verify(headers, body, method, url):
    base, _, search = url.partition("#")[0].partition("?")
    is_form = method == "POST" and headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    query = "&".join(name + "=" + value for name, value in sorted(parse_qsl(search, keep_blank_values=True)))
    pairs = sorted(parse_qsl(body.decode(), keep_blank_values=True)) if is_form else []
    fields = "".join(name + value for name, value in pairs)
    content = base + ("?" if query or fields else "") + query + ("." if query and fields else "") + fields
    content += "." + headers["x-plivo-signature-v3-nonce"]
    expected = base64.b64encode(hmac.new(auth_token, content.encode(), hashlib.sha256).digest())
    signatures = headers.get("x-plivo-signature-v3", "").split(",")
    return any(hmac.compare_digest(signature.strip().encode(), expected) for signature in signatures)
`,
  ruby: String.raw`
require "openssl"
require "uri"

AUTH_TOKEN = ENV.fetch("WEBHOOK_SECRET")

# headers: names in lower case. body: the raw bytes, before any parser (request.raw_post in Rails).
# url: the public one, as the provider was given it.
def verify(headers:, body:, method:, url:)
  base, search = url.sub(/#.*/m, "").split("?", 2)
  is_form = method == "POST" && headers["content-type"].to_s.start_with?("application/x-www-form-urlencoded")
  query = URI.decode_www_form(search.to_s).sort.map { |pair| pair.join("=") }.join("&")
  fields = is_form ? URI.decode_www_form(body).sort.join : ""
  content = base + (query.empty? && fields.empty? ? "" : "?") + query
  content += (query.empty? || fields.empty? ? "" : ".") + fields + "." + headers["x-plivo-signature-v3-nonce"]
  expected = [OpenSSL::HMAC.digest("SHA256", AUTH_TOKEN, content)].pack("m0")
  headers["x-plivo-signature-v3"].to_s.split(",").any? { |signature| OpenSSL.secure_compare(signature.strip, expected) }
end
`,
  go: String.raw`
package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	neturl "net/url"
	"os"
	"sort"
	"strings"
)

var authToken = []byte(os.Getenv("WEBHOOK_SECRET"))

// body: the raw bytes, io.ReadAll(r.Body).
// url: the public one, as the provider was given it.
func Verify(header http.Header, body []byte, method string, url string) bool {
	whole, _, _ := strings.Cut(url, "#")
	base, search, _ := strings.Cut(whole, "?")
	query := strings.Join(sorted(search, "="), "&")
	fields := ""
	if method == "POST" && strings.HasPrefix(header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		fields = strings.Join(sorted(string(body), ""), "")
	}
	content := base
	if query != "" || fields != "" {
		content += "?" + query
	}
	if query != "" && fields != "" {
		content += "."
	}
	mac := hmac.New(sha256.New, authToken)
	mac.Write([]byte(content + fields + "." + header.Get("X-Plivo-Signature-V3-Nonce")))
	expected := base64.StdEncoding.EncodeToString(mac.Sum(nil))
	for _, signature := range strings.Split(header.Get("X-Plivo-Signature-V3"), ",") {
		if hmac.Equal([]byte(strings.TrimSpace(signature)), []byte(expected)) {
			return true
		}
	}
	return false
}

func sorted(text, between string) []string {
	values, err := neturl.ParseQuery(text)
	if err != nil {
		return nil
	}
	var names []string
	for name := range values {
		names = append(names, name)
	}
	sort.Strings(names)
	var pairs []string
	for _, name := range names {
		sort.Strings(values[name])
		for _, value := range values[name] {
			pairs = append(pairs, name+between+value)
		}
	}
	return pairs
}
`,
  php: String.raw`
// $headers: array_change_key_case(getallheaders()).
// $body: the raw bytes, file_get_contents('php://input').
// $url: the public one, as the provider was given it.
function verify(array $headers, string $body, string $method, string $url): bool
{
    [$base, $search] = explode('?', explode('#', $url, 2)[0], 2) + ['', ''];
    $isForm = $method === 'POST' && str_starts_with($headers['content-type'] ?? '', 'application/x-www-form-urlencoded');
    $query = implode('&', array_map(fn ($pair) => implode('=', $pair), sorted($search)));
    $fields = $isForm ? implode('', array_map('implode', sorted($body))) : '';
    $content = $base . ($query . $fields === '' ? '' : '?') . $query . ($query === '' || $fields === '' ? '' : '.') . $fields;
    $content .= '.' . ($headers['x-plivo-signature-v3-nonce'] ?? '');
    $expected = base64_encode(hash_hmac('sha256', $content, getenv('WEBHOOK_SECRET'), true));
    foreach (explode(',', $headers['x-plivo-signature-v3'] ?? '') as $signature) {
        if (hash_equals($expected, trim($signature))) {
            return true;
        }
    }
    return false;
}

function sorted(string $text): array
{
    $pairs = array_map(fn ($pair) => array_map('urldecode', explode('=', $pair, 2) + ['', '']), array_filter(explode('&', $text), 'strlen'));
    usort($pairs, fn ($a, $b) => strcmp($a[0], $b[0]) ?: strcmp($a[1], $b[1]));
    return $pairs;
}
`,
}
