import type { CodeByLanguage } from './custom-snippets.ts'

/** A JWS without its payload, which is the request: method, path, the headers that the JWS names, body. */
export const truelayerCode: CodeByLanguage = {
  node: String.raw`
import { createPublicKey, verify as cryptoVerify } from 'node:crypto'

// A PEM: of the keys at https://webhooks.truelayer.com/.well-known/jwks the one whose kid the signature names.
const publicKey = createPublicKey(process.env.WEBHOOK_PUBLIC_KEY)

// body: the raw bytes, before any parser; in Express from express.raw({ type: () => true }).
// url: the public one, as the provider was given it.
export function verify({ headers, body, method, url }) {
  const [head, , signature = ''] = (headers['tl-signature'] ?? '').split('.')
  const { alg, tl_version: version, tl_headers: names = '' } = JSON.parse(Buffer.from(head, 'base64url'))
  if (alg !== 'ES512' || version !== '2') return false
  const lines = names.split(',').filter(Boolean).map((name) => name + ': ' + headers[name.toLowerCase()] + '\n')
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '')
  const payload = Buffer.concat([Buffer.from(method + ' ' + path + '\n' + lines.join('')), body])
  const content = Buffer.from(head + '.' + payload.toString('base64url'))
  return cryptoVerify('sha512', content, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
}
`,
  python: String.raw`
import base64
import json
import os
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_pem_public_key

# A PEM: of the keys at https://webhooks.truelayer.com/.well-known/jwks the one whose kid the signature names.
public_key = load_pem_public_key(os.environ["WEBHOOK_PUBLIC_KEY"].encode())


# headers: names in lower case. body: the raw bytes, before any parser (request.get_data() in Flask).
# url: the public one, as the provider was given it.
def verify(headers, body, method, url):
    head, _, signature = headers.get("tl-signature", "").split(".")
    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    if header["alg"] != "ES512" or header["tl_version"] != "2":
        return False
    names = [name for name in header.get("tl_headers", "").split(",") if name]
    lines = "".join(f"{name}: {headers[name.lower()]}\n" for name in names)
    path = re.sub(r"(?i)^https?://[^/?#]*", "", url)
    payload = f"{method} {path}\n{lines}".encode() + body
    content = head.encode() + b"." + base64.urlsafe_b64encode(payload).rstrip(b"=")
    raw = base64.urlsafe_b64decode(signature + "==")
    half = len(raw) // 2
    try:
        der = encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))
        public_key.verify(der, content, ec.ECDSA(hashes.SHA512()))
        return True
    except (InvalidSignature, ValueError):
        return False
`,
  ruby: String.raw`
require "json"
require "openssl"

# A PEM: of the keys at https://webhooks.truelayer.com/.well-known/jwks the one whose kid the signature names.
PUBLIC_KEY = OpenSSL::PKey.read(ENV.fetch("WEBHOOK_PUBLIC_KEY"))

# headers: names in lower case. body: the raw bytes, before any parser (request.raw_post in Rails).
# url: the public one, as the provider was given it.
def verify(headers:, body:, method:, url:)
  head, _, signature = headers["tl-signature"].to_s.split(".")
  header = JSON.parse(head.tr("-_", "+/").unpack1("m"))
  return false unless header["alg"] == "ES512" && header["tl_version"] == "2"

  lines = header["tl_headers"].to_s.split(",").map { |name| "#{name}: #{headers.fetch(name.downcase)}\n" }.join
  path = url.sub(%r{\Ahttps?://[^/?#]*}i, "")
  payload = "#{method} #{path}\n#{lines}".b + body.b
  content = "#{head}.#{[payload].pack("m0").tr("+/", "-_").delete("=")}"
  PUBLIC_KEY.verify("SHA512", der(signature.tr("-_", "+/").unpack1("m")), content)
rescue OpenSSL::PKey::PKeyError
  false
end

# OpenSSL reads DER; here r and s stand side by side.
def der(bytes)
  halves = bytes.unpack("a#{bytes.bytesize / 2}a*")
  OpenSSL::ASN1::Sequence(halves.map { |half| OpenSSL::ASN1::Integer(OpenSSL::BN.new(half, 2)) }).to_der
end
`,
  go: String.raw`
package webhook

import (
	"crypto/ecdsa"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net/http"
	"os"
	"regexp"
	"strings"
)

// A PEM: of the keys at https://webhooks.truelayer.com/.well-known/jwks the one whose kid the signature names.
var publicKey = readKey(os.Getenv("WEBHOOK_PUBLIC_KEY"))

func readKey(text string) *ecdsa.PublicKey {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		panic("WEBHOOK_PUBLIC_KEY is not a PEM")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		panic(err)
	}
	return key.(*ecdsa.PublicKey)
}

// body: the raw bytes, io.ReadAll(r.Body).
// url: the public one, as the provider was given it.
func Verify(header http.Header, body []byte, method string, url string) bool {
	parts := strings.Split(header.Get("Tl-Signature"), ".")
	if len(parts) != 3 {
		return false
	}
	var head struct {
		Alg       string ${'`'}json:"alg"${'`'}
		TlVersion string ${'`'}json:"tl_version"${'`'}
		TlHeaders string ${'`'}json:"tl_headers"${'`'}
	}
	text, _ := base64.RawURLEncoding.DecodeString(parts[0])
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || json.Unmarshal(text, &head) != nil || head.Alg != "ES512" || head.TlVersion != "2" {
		return false
	}
	payload := method + " " + regexp.MustCompile("(?i)^https?://[^/?#]*").ReplaceAllString(url, "") + "\n"
	for _, name := range strings.Split(head.TlHeaders, ",") {
		if name != "" {
			payload += name + ": " + header.Get(name) + "\n"
		}
	}
	content := parts[0] + "." + base64.RawURLEncoding.EncodeToString(append([]byte(payload), body...))
	hash := sha512.Sum512([]byte(content))
	r := new(big.Int).SetBytes(signature[:len(signature)/2])
	s := new(big.Int).SetBytes(signature[len(signature)/2:])
	return ecdsa.Verify(publicKey, hash[:], r, s)
}
`,
  php: String.raw`
// $headers: array_change_key_case(getallheaders()).
// $body: the raw bytes, file_get_contents('php://input').
// $url: the public one, as the provider was given it.
function verify(array $headers, string $body, string $method, string $url): bool
{
    // A PEM: of the keys at https://webhooks.truelayer.com/.well-known/jwks the one whose kid the signature names.
    $publicKey = getenv('WEBHOOK_PUBLIC_KEY');
    [$head, , $signature] = explode('.', $headers['tl-signature'] ?? '') + ['', '', ''];
    $decode = fn (string $text) => base64_decode(strtr($text, '-_', '+/'));
    $header = json_decode($decode($head), true);
    if (($header['alg'] ?? '') !== 'ES512' || ($header['tl_version'] ?? '') !== '2') {
        return false;
    }
    $payload = $method . ' ' . preg_replace('#^https?://[^/?\#]*#i', '', $url) . "\n";
    foreach (array_filter(explode(',', $header['tl_headers'] ?? '')) as $name) {
        $payload .= $name . ': ' . ($headers[strtolower($name)] ?? '') . "\n";
    }
    $content = $head . '.' . rtrim(strtr(base64_encode($payload . $body), '+/', '-_'), '=');
    return openssl_verify($content, der($decode($signature)), $publicKey, 'sha512') === 1;
}

// OpenSSL reads DER; here r and s stand side by side.
function der(string $bytes): string
{
    $item = fn (int $tag, string $inner) => chr($tag) . (strlen($inner) > 127 ? "\x81" : '') . chr(strlen($inner)) . $inner;
    $integer = function (string $half) use ($item) {
        $half = ltrim($half, "\0");
        return $item(2, $half === '' || ord($half[0]) > 127 ? "\0" . $half : $half);
    };
    $half = intdiv(strlen($bytes), 2);
    return $item(48, $integer(substr($bytes, 0, $half)) . $integer(substr($bytes, $half)));
}
`,
}
