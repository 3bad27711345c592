import type { CodeByLanguage } from './custom-snippets.ts'

/** RSA over ids, time and the CRC-32 of the body, with a certificate at an address of PayPal's that a header names. */
export const paypalCode: CodeByLanguage = {
  node: String.raw`
import { verify as cryptoVerify, X509Certificate } from 'node:crypto'

// The id of the webhook, from the developer dashboard.
const webhookId = process.env.WEBHOOK_SECRET

// body: the raw bytes, before any parser; in Express from express.raw({ type: () => true }).
export async function verify({ headers, body }) {
  // Anybody can write an address into a request: only PayPal's own is asked.
  const url = headers['paypal-cert-url'] ?? ''
  if (!/^https:\/\/api\.(sandbox\.)?paypal\.com\/[\w./-]+$/.test(url)) return false
  const hash = { SHA256withRSA: 'sha256', SHA1withRSA: 'sha1' }[headers['paypal-auth-algo'] ?? 'SHA256withRSA']
  if (hash === undefined) return false
  const content = [headers['paypal-transmission-id'], headers['paypal-transmission-time'], webhookId, crc32(body)].join('|')
  const { publicKey } = new X509Certificate(await certificateAt(url))
  return cryptoVerify(hash, Buffer.from(content), publicKey, Buffer.from(headers['paypal-transmission-sig'] ?? '', 'base64'))
}

// Node 22.2 and later have zlib.crc32.
function crc32(bytes) {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

// Keep what it answers: the certificate changes about once a year. PayPal's SDK checks the chain up to a known root, too.
async function certificateAt(url) {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5000) })
  return response.text()
}
`,
  python: String.raw`
import base64
import os
import re
import urllib.request
import zlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.x509 import load_pem_x509_certificate

# The id of the webhook, from the developer dashboard.
webhook_id = os.environ["WEBHOOK_SECRET"]


# Keep what it answers: the certificate changes about once a year. PayPal's SDK checks the chain up to a known root, too.
def certificate_at(url):
    return urllib.request.urlopen(url, timeout=5).read()


# headers: names in lower case. body: the raw bytes, before any parser (request.get_data() in Flask).
def verify(headers, body):
    # Anybody can write an address into a request: only PayPal's own is asked.
    url = headers.get("paypal-cert-url", "")
    if not re.fullmatch(r"https://api\.(sandbox\.)?paypal\.com/[\w./-]+", url):
        return False
    named = headers.get("paypal-auth-algo", "SHA256withRSA")
    hash = {"SHA256withRSA": hashes.SHA256(), "SHA1withRSA": hashes.SHA1()}.get(named)
    if hash is None:
        return False
    parts = [headers["paypal-transmission-id"], headers["paypal-transmission-time"], webhook_id, str(zlib.crc32(body))]
    public_key = load_pem_x509_certificate(certificate_at(url)).public_key()
    try:
        signature = base64.b64decode(headers.get("paypal-transmission-sig", ""))
        public_key.verify(signature, "|".join(parts).encode(), padding.PKCS1v15(), hash)
        return True
    except InvalidSignature:
        return False
`,
  ruby: String.raw`
require "net/http"
require "openssl"
require "zlib"

# The id of the webhook, from the developer dashboard.
WEBHOOK_ID = ENV.fetch("WEBHOOK_SECRET")

# Keep what it answers: the certificate changes about once a year. PayPal's SDK checks the chain up to a known root, too.
def certificate_at(url)
  Net::HTTP.get(URI(url))
end

# headers: names in lower case. body: the raw bytes, before any parser (request.raw_post in Rails).
def verify(headers:, body:)
  # Anybody can write an address into a request: only PayPal's own is asked.
  url = headers["paypal-cert-url"].to_s
  return false unless url.match?(%r{\Ahttps://api\.(sandbox\.)?paypal\.com/[\w./-]+\z})

  hash = { "SHA256withRSA" => "SHA256", "SHA1withRSA" => "SHA1" }[headers["paypal-auth-algo"] || "SHA256withRSA"]
  return false unless hash

  parts = [headers["paypal-transmission-id"], headers["paypal-transmission-time"], WEBHOOK_ID, Zlib.crc32(body)]
  public_key = OpenSSL::X509::Certificate.new(certificate_at(url)).public_key
  public_key.verify(hash, headers["paypal-transmission-sig"].to_s.unpack1("m"), parts.join("|"))
end
`,
  go: String.raw`
package webhook

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"hash/crc32"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The id of the webhook, from the developer dashboard.
var webhookID = os.Getenv("WEBHOOK_SECRET")

var trusted = regexp.MustCompile("^https://api\\.(sandbox\\.)?paypal\\.com/[\\w./-]+$")

// body: the raw bytes, io.ReadAll(r.Body).
func Verify(header http.Header, body []byte) bool {
	// Anybody can write an address into a request: only PayPal's own is asked.
	url := header.Get("Paypal-Cert-Url")
	if !trusted.MatchString(url) {
		return false
	}
	algorithm := x509.SHA256WithRSA
	if header.Get("Paypal-Auth-Algo") == "SHA1withRSA" {
		algorithm = x509.SHA1WithRSA
	}
	checksum := strconv.FormatUint(uint64(crc32.ChecksumIEEE(body)), 10)
	content := strings.Join([]string{header.Get("Paypal-Transmission-Id"), header.Get("Paypal-Transmission-Time"), webhookID, checksum}, "|")
	signature, err := base64.StdEncoding.DecodeString(header.Get("Paypal-Transmission-Sig"))
	block, _ := pem.Decode(certificateAt(url))
	if err != nil || block == nil {
		return false
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	return err == nil && certificate.CheckSignature(algorithm, []byte(content), signature) == nil
}

// Keep what it answers: the certificate changes about once a year. PayPal's SDK checks the chain up to a known root, too.
func certificateAt(url string) []byte {
	client := http.Client{Timeout: 5 * time.Second}
	response, err := client.Get(url)
	if err != nil {
		return nil
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(response.Body, 65536))
	return text
}
`,
  php: String.raw`
// $headers: array_change_key_case(getallheaders()).
// $body: the raw bytes, file_get_contents('php://input').
function verify(array $headers, string $body): bool
{
    // The id of the webhook, from the developer dashboard.
    $webhookId = getenv('WEBHOOK_SECRET');
    // Anybody can write an address into a request: only PayPal's own is asked.
    $url = $headers['paypal-cert-url'] ?? '';
    if (!preg_match('#^https://api\.(sandbox\.)?paypal\.com/[\w./-]+$#D', $url)) {
        return false;
    }
    $hash = ['SHA256withRSA' => 'sha256', 'SHA1withRSA' => 'sha1'][$headers['paypal-auth-algo'] ?? 'SHA256withRSA'] ?? null;
    if ($hash === null) {
        return false;
    }
    $parts = [$headers['paypal-transmission-id'] ?? '', $headers['paypal-transmission-time'] ?? '', $webhookId, crc32($body)];
    $publicKey = openssl_pkey_get_public(certificate_at($url));
    return openssl_verify(implode('|', $parts), base64_decode($headers['paypal-transmission-sig'] ?? ''), $publicKey, $hash) === 1;
}

// Keep what it answers: the certificate changes about once a year. PayPal's SDK checks the chain up to a known root, too.
function certificate_at(string $url): string
{
    return file_get_contents($url);
}
`,
}
