import type { CodeByLanguage } from './custom-snippets.ts'

/** RFC 9421 with Ed25519 over headers; the body is covered by its Content-Digest. */
export const httpMessageSignatureCode: CodeByLanguage = {
  node: String.raw`
import { createHash, createPublicKey, verify as cryptoVerify } from 'node:crypto'

// A PEM, or the 32 bytes of the key as hex or base64.
const publicKey = readKey(process.env.WEBHOOK_PUBLIC_KEY)

function readKey(text) {
  if (text.includes('-----BEGIN')) return createPublicKey(text)
  const bytes = Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64')
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes])
  return createPublicKey({ key: der, format: 'der', type: 'spki' })
}

// body: the raw bytes, before any parser; in Express from express.raw({ type: () => true }).
export function verify({ headers, body }) {
  const input = /^\s*([a-z][\w.*-]*)=(\(([^)]*)\).*)$/i.exec(headers['signature-input'] ?? '')
  const digest = 'sha-256=:' + createHash('sha256').update(body).digest('base64') + ':'
  if (input === null || !(headers['content-digest'] ?? '').split(/,\s*/).includes(digest)) return false
  const [, name, params, list] = input
  const created = /;created=(\d+)/.exec(params)
  if (!list.includes('"content-digest"') || created === null || Date.now() / 1000 - created[1] > 300) return false
  // Only headers: what begins with @ is put together from the request line.
  const lines = list.match(/"[^"]+"/g).map((item) => item + ': ' + headers[item.slice(1, -1)].trim())
  const content = [...lines, '"@signature-params": ' + params].join('\n')
  const signature = new RegExp('(?:^|,\\s*)' + name.replace(/[.*]/g, '\\$&') + '=:([^:]*):').exec(headers.signature ?? '')
  return signature !== null && cryptoVerify(null, Buffer.from(content), publicKey, Buffer.from(signature[1], 'base64'))
}
`,
  python: String.raw`
import base64
import hashlib
import os
import re
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key


# A PEM, or the 32 bytes of the key as hex or base64.
def read_key(text):
    if "-----BEGIN" in text:
        return load_pem_public_key(text.encode())
    raw = bytes.fromhex(text) if re.fullmatch(r"[0-9a-fA-F]{64}", text) else base64.b64decode(text)
    return Ed25519PublicKey.from_public_bytes(raw)


public_key = read_key(os.environ["WEBHOOK_PUBLIC_KEY"])


# headers: names in lower case. body: the raw bytes, before any parser (request.get_data() in Flask).
def verify(headers, body):
    found = re.fullmatch(r"\s*([A-Za-z][\w.*-]*)=(\(([^)]*)\).*)", headers.get("signature-input", ""))
    digest = "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":"
    if found is None or digest not in re.split(r",\s*", headers.get("content-digest", "")):
        return False
    name, params, listed = found.groups()
    created = re.search(r";created=(\d+)", params)
    if '"content-digest"' not in listed or created is None or time.time() - int(created[1]) > 300:
        return False
    # Only headers: what begins with @ is put together from the request line.
    lines = [f'"{item}": {headers[item].strip()}' for item in re.findall(r'"([^"]+)"', listed)]
    content = "\n".join([*lines, '"@signature-params": ' + params])
    signature = re.search(r"(?:^|,\s*)" + re.escape(name) + r"=:([^:]*):", headers.get("signature", ""))
    if signature is None:
        return False
    try:
        public_key.verify(base64.b64decode(signature[1]), content.encode())
        return True
    except (InvalidSignature, ValueError):
        return False
`,
  ruby: String.raw`
require "openssl"

# A PEM, or the 32 bytes of the key as hex or base64.
def read_key(text)
  return OpenSSL::PKey.read(text) if text.include?("-----BEGIN")

  bytes = text.match?(/\A\h{64}\z/) ? [text].pack("H*") : text.unpack1("m")
  OpenSSL::PKey.read(["302a300506032b6570032100"].pack("H*") + bytes)
end

PUBLIC_KEY = read_key(ENV.fetch("WEBHOOK_PUBLIC_KEY"))

# headers: names in lower case. body: the raw bytes, before any parser (request.raw_post in Rails).
def verify(headers:, body:)
  input = /\A\s*([a-z][\w.*-]*)=(\(([^)]*)\).*)\z/i.match(headers["signature-input"].to_s)
  digest = "sha-256=:#{[OpenSSL::Digest.digest("SHA256", body)].pack("m0")}:"
  return false unless input && headers["content-digest"].to_s.split(/,\s*/).include?(digest)

  _, name, params, listed = input.to_a
  created = params[/;created=(\d+)/, 1]
  return false unless listed.include?('"content-digest"') && created && Time.now.to_i - created.to_i <= 300

  # Only headers: what begins with @ is put together from the request line.
  lines = listed.scan(/"([^"]+)"/).map { |(item)| "\"#{item}\": #{headers.fetch(item).strip}" }
  content = [*lines, "\"@signature-params\": #{params}"].join("\n")
  signature = headers["signature"].to_s[/(?:\A|,\s*)#{Regexp.escape(name)}=:([^:]*):/, 1]
  !signature.nil? && PUBLIC_KEY.verify(nil, signature.unpack1("m"), content)
rescue OpenSSL::PKey::PKeyError
  false
end
`,
  go: String.raw`
package webhook

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A PEM, or the 32 bytes of the key as hex or base64.
var publicKey = readKey(os.Getenv("WEBHOOK_PUBLIC_KEY"))

func readKey(text string) ed25519.PublicKey {
	if bytes, err := hex.DecodeString(text); err == nil && len(bytes) == ed25519.PublicKeySize {
		return bytes
	}
	if bytes, err := base64.StdEncoding.DecodeString(text); err == nil && len(bytes) == ed25519.PublicKeySize {
		return bytes
	}
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		panic("WEBHOOK_PUBLIC_KEY is not a key")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		panic(err)
	}
	return key.(ed25519.PublicKey)
}

var input = regexp.MustCompile("^\\s*([A-Za-z][\\w.*-]*)=(\\(([^)]*)\\).*)$")

// body: the raw bytes, io.ReadAll(r.Body).
func Verify(header http.Header, body []byte) bool {
	found := input.FindStringSubmatch(header.Get("Signature-Input"))
	hash := sha256.Sum256(body)
	digest := "sha-256=:" + base64.StdEncoding.EncodeToString(hash[:]) + ":"
	if found == nil || !contains(header.Get("Content-Digest"), digest) {
		return false
	}
	name, params, listed := found[1], found[2], found[3]
	created := regexp.MustCompile(";created=(\\d{1,12})").FindStringSubmatch(params)
	if created == nil || !strings.Contains(listed, "\"content-digest\"") {
		return false
	}
	seconds, _ := strconv.ParseInt(created[1], 10, 64)
	if time.Since(time.Unix(seconds, 0)) > 300*time.Second {
		return false
	}
	// Only headers: what begins with @ is put together from the request line.
	var lines []string
	for _, item := range regexp.MustCompile("\"([^\"]+)\"").FindAllStringSubmatch(listed, -1) {
		lines = append(lines, item[0]+": "+strings.TrimSpace(header.Get(item[1])))
	}
	content := strings.Join(append(lines, "\"@signature-params\": "+params), "\n")
	for _, item := range strings.Split(header.Get("Signature"), ",") {
		value := strings.TrimPrefix(strings.TrimSpace(item), name+"=:")
		bytes, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(value, ":"))
		if err == nil && ed25519.Verify(publicKey, []byte(content), bytes) {
			return true
		}
	}
	return false
}

func contains(list, item string) bool {
	for _, one := range strings.Split(list, ",") {
		if strings.TrimSpace(one) == item {
			return true
		}
	}
	return false
}
`,
  php: String.raw`
// $headers: array_change_key_case(getallheaders()).
// $body: the raw bytes, file_get_contents('php://input').
function verify(array $headers, string $body): bool
{
    // A PEM, or the 32 bytes of the key as hex or base64; of a PEM the last 32 bytes are the key.
    $bare = preg_replace('/-----[A-Z ]+-----|\s/', '', getenv('WEBHOOK_PUBLIC_KEY'));
    $publicKey = substr(ctype_xdigit($bare) && strlen($bare) === 64 ? hex2bin($bare) : base64_decode($bare), -32);

    $digest = 'sha-256=:' . base64_encode(hash('sha256', $body, true)) . ':';
    $digests = array_map('trim', explode(',', $headers['content-digest'] ?? ''));
    if (!preg_match('/^\s*([a-z][\w.*-]*)=(\(([^)]*)\).*)$/iD', $headers['signature-input'] ?? '', $input) || !in_array($digest, $digests, true)) {
        return false;
    }
    [, $name, $params, $listed] = $input;
    if (!str_contains($listed, '"content-digest"') || !preg_match('/;created=(\d+)/', $params, $created) || time() - $created[1] > 300) {
        return false;
    }
    // Only headers: what begins with @ is put together from the request line.
    preg_match_all('/"([^"]+)"/', $listed, $items);
    $lines = array_map(fn ($item) => "\"$item\": " . trim($headers[$item] ?? ''), $items[1]);
    $content = implode("\n", [...$lines, '"@signature-params": ' . $params]);
    if (!preg_match('/(?:^|,\s*)' . preg_quote($name, '/') . '=:([^:]*):/', $headers['signature'] ?? '', $found)) {
        return false;
    }
    $signature = base64_decode($found[1]);
    return strlen($signature) === 64 && sodium_crypto_sign_verify_detached($signature, $content, $publicKey);
}
`,
}
