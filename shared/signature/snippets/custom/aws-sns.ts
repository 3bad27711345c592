import type { CodeByLanguage } from './custom-snippets.ts'

/** RSA over some fields of the body, with a certificate at an address of Amazon's that stands in the body. */
export const awsSnsCode: CodeByLanguage = {
  node: String.raw`
import { verify as cryptoVerify, X509Certificate } from 'node:crypto'

// body: the raw bytes, before any parser; in Express from express.raw({ type: () => true }).
export async function verify({ body }) {
  const message = JSON.parse(body)
  // Anybody can write an address into a request: only Amazon's own is asked.
  const url = String(message.SigningCertURL)
  if (!/^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/[\w.-]+\.pem$/.test(url)) return false
  const hash = { 1: 'sha1', 2: 'sha256' }[message.SignatureVersion]
  if (hash === undefined) return false
  const content = names(message.Type).filter((name) => message[name] !== undefined && message[name] !== null).map((name) => name + '\n' + message[name] + '\n').join('')
  const { publicKey } = new X509Certificate(await certificateAt(url))
  return cryptoVerify(hash, Buffer.from(content), publicKey, Buffer.from(String(message.Signature), 'base64'))
}

function names(type) {
  return type === 'Notification'
    ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
    : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
}

// Keep what it answers: the certificate changes about once a year.
async function certificateAt(url) {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5000) })
  return response.text()
}
`,
  python: String.raw`
import base64
import json
import re
import urllib.request

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.x509 import load_pem_x509_certificate

NOTIFICATION = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
CONFIRMATION = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]


# Keep what it answers: the certificate changes about once a year.
def certificate_at(url):
    return urllib.request.urlopen(url, timeout=5).read()


# body: the raw bytes, before any parser (request.get_data() in Flask).
def verify(body):
    message = json.loads(body)
    # Anybody can write an address into a request: only Amazon's own is asked.
    url = str(message.get("SigningCertURL"))
    if not re.fullmatch(r"https://sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[\w.-]+\.pem", url):
        return False
    hash = {"1": hashes.SHA1(), "2": hashes.SHA256()}.get(message.get("SignatureVersion"))
    if hash is None:
        return False
    names = NOTIFICATION if message["Type"] == "Notification" else CONFIRMATION
    content = "".join(f"{name}\n{message[name]}\n" for name in names if message.get(name) is not None)
    public_key = load_pem_x509_certificate(certificate_at(url)).public_key()
    try:
        public_key.verify(base64.b64decode(message["Signature"]), content.encode(), padding.PKCS1v15(), hash)
        return True
    except InvalidSignature:
        return False
`,
  ruby: String.raw`
require "json"
require "net/http"
require "openssl"

NOTIFICATION = %w[Message MessageId Subject Timestamp TopicArn Type]
CONFIRMATION = %w[Message MessageId SubscribeURL Timestamp Token TopicArn Type]

# Keep what it answers: the certificate changes about once a year.
def certificate_at(url)
  Net::HTTP.get(URI(url))
end

# body: the raw bytes, before any parser (request.raw_post in Rails).
def verify(body:)
  message = JSON.parse(body)
  # Anybody can write an address into a request: only Amazon's own is asked.
  url = message["SigningCertURL"].to_s
  return false unless url.match?(%r{\Ahttps://sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[\w.-]+\.pem\z})

  hash = { "1" => "SHA1", "2" => "SHA256" }[message["SignatureVersion"]]
  return false unless hash

  names = message["Type"] == "Notification" ? NOTIFICATION : CONFIRMATION
  content = names.select { |name| message[name] }.map { |name| "#{name}\n#{message[name]}\n" }.join
  public_key = OpenSSL::X509::Certificate.new(certificate_at(url)).public_key
  public_key.verify(hash, message["Signature"].to_s.unpack1("m"), content)
end
`,
  go: String.raw`
package webhook

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"
)

var notification = []string{"Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"}
var confirmation = []string{"Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"}

var trusted = regexp.MustCompile("^https://sns\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/[\\w.-]+\\.pem$")

// body: the raw bytes, io.ReadAll(r.Body).
func Verify(body []byte) bool {
	var message map[string]any
	if json.Unmarshal(body, &message) != nil {
		return false
	}
	text := func(name string) string {
		value, _ := message[name].(string)
		return value
	}
	// Anybody can write an address into a request: only Amazon's own is asked.
	if !trusted.MatchString(text("SigningCertURL")) {
		return false
	}
	algorithm, known := map[string]x509.SignatureAlgorithm{"1": x509.SHA1WithRSA, "2": x509.SHA256WithRSA}[text("SignatureVersion")]
	signature, err := base64.StdEncoding.DecodeString(text("Signature"))
	if !known || err != nil {
		return false
	}
	names := confirmation
	if text("Type") == "Notification" {
		names = notification
	}
	var content strings.Builder
	for _, name := range names {
		if message[name] != nil {
			content.WriteString(name + "\n" + text(name) + "\n")
		}
	}
	block, _ := pem.Decode(certificateAt(text("SigningCertURL")))
	if block == nil {
		return false
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	return err == nil && certificate.CheckSignature(algorithm, []byte(content.String()), signature) == nil
}

// Keep what it answers: the certificate changes about once a year.
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
// $body: the raw bytes, file_get_contents('php://input').
function verify(string $body): bool
{
    $message = json_decode($body, true);
    // Anybody can write an address into a request: only Amazon's own is asked.
    $url = $message['SigningCertURL'] ?? '';
    if (!preg_match('#^https://sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[\w.-]+\.pem$#D', $url)) {
        return false;
    }
    $hash = ['1' => 'sha1', '2' => 'sha256'][$message['SignatureVersion'] ?? ''] ?? null;
    if ($hash === null) {
        return false;
    }
    $names = $message['Type'] === 'Notification'
        ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
        : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
    $content = '';
    foreach ($names as $name) {
        if (isset($message[$name])) {
            $content .= "$name\n{$message[$name]}\n";
        }
    }
    $publicKey = openssl_pkey_get_public(certificate_at($url));
    return openssl_verify($content, base64_decode($message['Signature'] ?? ''), $publicKey, $hash) === 1;
}

// Keep what it answers: the certificate changes about once a year.
function certificate_at(string $url): string
{
    return file_get_contents($url);
}
`,
}
