import type { CodeByLanguage } from './custom-snippets.ts'

/** What is signed is a JSON text that has the body as a string in it. */
export const hygraphCode: CodeByLanguage = {
  node: String.raw`
import { createHmac, timingSafeEqual } from 'node:crypto'

const secret = process.env.WEBHOOK_SECRET

// body: the raw bytes, before any parser; in Express from express.raw({ type: () => true }).
export function verify({ headers, body }) {
  const parts = /^sign=([^,]+), env=([^,]*), t=(\d+)$/.exec(headers['gcms-signature'] ?? '')
  if (parts === null) return false
  const [, signature, environment, time] = parts
  const content = JSON.stringify({ Body: body.toString(), EnvironmentName: environment, TimeStamp: Number(time) })
  const expected = createHmac('sha256', secret).update(content).digest('base64')
  const [a, b] = [Buffer.from(signature), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
`,
  python: String.raw`
import base64
import hashlib
import hmac
import json
import os
import re

secret = os.environ["WEBHOOK_SECRET"].encode()


# headers: names in lower case. body: the raw bytes, before any parser (request.get_data() in Flask).
def verify(headers, body):
    parts = re.fullmatch(r"sign=([^,]+), env=([^,]*), t=(\d+)", headers.get("gcms-signature", ""))
    if parts is None:
        return False
    signature, environment, time = parts.groups()
    data = {"Body": body.decode(), "EnvironmentName": environment, "TimeStamp": int(time)}
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    expected = base64.b64encode(hmac.new(secret, content.encode(), hashlib.sha256).digest())
    return hmac.compare_digest(signature.encode(), expected)
`,
  ruby: String.raw`
require "json"
require "openssl"

SECRET = ENV.fetch("WEBHOOK_SECRET")

# headers: names in lower case. body: the raw bytes, before any parser (request.raw_post in Rails).
def verify(headers:, body:)
  parts = /\Asign=([^,]+), env=([^,]*), t=(\d+)\z/.match(headers["gcms-signature"].to_s)
  return false unless parts

  text = body.dup.force_encoding("UTF-8")
  content = JSON.generate({ "Body" => text, "EnvironmentName" => parts[2], "TimeStamp" => parts[3].to_i })
  expected = [OpenSSL::HMAC.digest("SHA256", SECRET, content)].pack("m0")
  OpenSSL.secure_compare(parts[1], expected)
end
`,
  go: String.raw`
package webhook

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"regexp"
)

var secret = []byte(os.Getenv("WEBHOOK_SECRET"))

var format = regexp.MustCompile("^sign=([^,]+), env=([^,]*), t=([0-9]+)$")

// body: the raw bytes, io.ReadAll(r.Body).
func Verify(header http.Header, body []byte) bool {
	parts := format.FindStringSubmatch(header.Get("gcms-signature"))
	if parts == nil {
		return false
	}
	content := "{\"Body\":" + jsonText(string(body)) + ",\"EnvironmentName\":" + jsonText(parts[2]) + ",\"TimeStamp\":" + parts[3] + "}"
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(content))
	return hmac.Equal([]byte(parts[1]), []byte(base64.StdEncoding.EncodeToString(mac.Sum(nil))))
}

// As JavaScript writes it.
func jsonText(text string) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(text) != nil {
		return ""
	}
	return string(bytes.TrimSuffix(out.Bytes(), []byte("\n")))
}
`,
  php: String.raw`
// $headers: array_change_key_case(getallheaders()).
// $body: the raw bytes, file_get_contents('php://input').
function verify(array $headers, string $body): bool
{
    if (!preg_match('/^sign=([^,]+), env=([^,]*), t=(\d+)$/D', $headers['gcms-signature'] ?? '', $parts)) {
        return false;
    }
    $content = json_encode(
        ['Body' => $body, 'EnvironmentName' => $parts[2], 'TimeStamp' => (int) $parts[3]],
        JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS
    );
    $expected = base64_encode(hash_hmac('sha256', $content, getenv('WEBHOOK_SECRET'), true));
    return hash_equals($expected, $parts[1]);
}
`,
}
