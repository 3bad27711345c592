import type { CodeByLanguage } from './custom-snippets.ts'

/** A JWS without its payload, which is the body as it is. */
export const saleorJwsCode: CodeByLanguage = {
  node: String.raw`
import { createPublicKey, verify as cryptoVerify } from 'node:crypto'

// A PEM, of the key set at https://YOUR-SHOP/.well-known/jwks.json.
const publicKey = createPublicKey(process.env.WEBHOOK_PUBLIC_KEY)

// body: the raw bytes, before any parser; in Express from express.raw({ type: () => true }).
export function verify({ headers, body }) {
  const [head, , signature = ''] = (headers['saleor-signature'] ?? '').split('.')
  const { alg, b64 } = JSON.parse(Buffer.from(head, 'base64url'))
  const payload = b64 === false ? body : Buffer.from(body.toString('base64url'))
  const content = Buffer.concat([Buffer.from(head + '.'), payload])
  return alg === 'RS256' && cryptoVerify('sha256', content, publicKey, Buffer.from(signature, 'base64url'))
}
`,
  python: String.raw`
import base64
import json
import os

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import load_pem_public_key

# A PEM, of the key set at https://YOUR-SHOP/.well-known/jwks.json.
public_key = load_pem_public_key(os.environ["WEBHOOK_PUBLIC_KEY"].encode())


# headers: names in lower case. body: the raw bytes, before any parser (request.get_data() in Flask).
def verify(headers, body):
    head, _, signature = headers.get("saleor-signature", "").split(".")
    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    payload = body if header.get("b64") is False else base64.urlsafe_b64encode(body).rstrip(b"=")
    try:
        public_key.verify(
            base64.urlsafe_b64decode(signature + "=="), head.encode() + b"." + payload, padding.PKCS1v15(), hashes.SHA256()
        )
    except (InvalidSignature, ValueError):
        return False
    return header["alg"] == "RS256"
`,
  ruby: String.raw`
require "json"
require "openssl"

# A PEM, of the key set at https://YOUR-SHOP/.well-known/jwks.json.
PUBLIC_KEY = OpenSSL::PKey.read(ENV.fetch("WEBHOOK_PUBLIC_KEY"))

# headers: names in lower case. body: the raw bytes, before any parser (request.raw_post in Rails).
def verify(headers:, body:)
  head, _, signature = headers["saleor-signature"].to_s.split(".")
  header = JSON.parse(head.tr("-_", "+/").unpack1("m"))
  payload = header["b64"] == false ? body.b : [body].pack("m0").tr("+/", "-_").delete("=").b
  header["alg"] == "RS256" && PUBLIC_KEY.verify("SHA256", signature.tr("-_", "+/").unpack1("m"), "#{head}.".b + payload)
end
`,
  go: String.raw`
package webhook

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"os"
	"strings"
)

// A PEM, of the key set at https://YOUR-SHOP/.well-known/jwks.json.
var publicKey = readKey(os.Getenv("WEBHOOK_PUBLIC_KEY"))

func readKey(text string) *rsa.PublicKey {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		panic("WEBHOOK_PUBLIC_KEY is not a PEM")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		panic(err)
	}
	return key.(*rsa.PublicKey)
}

// body: the raw bytes, io.ReadAll(r.Body).
func Verify(header http.Header, body []byte) bool {
	parts := strings.Split(header.Get("Saleor-Signature"), ".")
	if len(parts) != 3 {
		return false
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[0])
	if err != nil {
		return false
	}
	var head struct {
		Alg string
		B64 *bool
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || json.Unmarshal(text, &head) != nil || head.Alg != "RS256" {
		return false
	}
	payload := body
	if head.B64 == nil || *head.B64 {
		payload = []byte(base64.RawURLEncoding.EncodeToString(body))
	}
	hash := sha256.Sum256(append([]byte(parts[0]+"."), payload...))
	return rsa.VerifyPKCS1v15(publicKey, crypto.SHA256, hash[:], signature) == nil
}
`,
  php: String.raw`
// $headers: array_change_key_case(getallheaders()).
// $body: the raw bytes, file_get_contents('php://input').
function verify(array $headers, string $body): bool
{
    // A PEM, of the key set at https://YOUR-SHOP/.well-known/jwks.json.
    $publicKey = getenv('WEBHOOK_PUBLIC_KEY');
    [$head, , $signature] = explode('.', $headers['saleor-signature'] ?? '') + ['', '', ''];
    $decode = fn (string $text) => base64_decode(strtr($text, '-_', '+/'));
    $header = json_decode($decode($head), true);
    $payload = ($header['b64'] ?? true) === false ? $body : rtrim(strtr(base64_encode($body), '+/', '-_'), '=');
    return ($header['alg'] ?? '') === 'RS256' && openssl_verify("$head.$payload", $decode($signature), $publicKey, 'sha256') === 1;
}
`,
}
