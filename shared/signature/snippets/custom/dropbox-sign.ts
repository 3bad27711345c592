import type { CodeByLanguage } from './custom-snippets.ts'

/** The event stands as JSON in a form field, in a form of either kind. */
export const dropboxSignCode: CodeByLanguage = {
  node: String.raw`
import { createHmac, timingSafeEqual } from 'node:crypto'

const apiKey = process.env.WEBHOOK_SECRET

// body: the raw bytes, before any parser; in Express from express.raw({ type: () => true }).
export function verify({ body }) {
  const text = body.toString()
  // Of multipart/form-data the only braces are those of the field.
  const json = text.startsWith('json=') ? new URLSearchParams(text).get('json') : text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)
  const { event } = JSON.parse(json)
  const expected = createHmac('sha256', apiKey).update(event.event_time + event.event_type).digest('hex')
  return equal(event.event_hash, expected)
}

function equal(left, right) {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
`,
  python: String.raw`
import hashlib
import hmac
import json
import os
from urllib.parse import parse_qs

api_key = os.environ["WEBHOOK_SECRET"].encode()


# body: the raw bytes, before any parser (request.get_data() in Flask).
def verify(body):
    text = body.decode()
    # Of multipart/form-data the only braces are those of the field.
    field = parse_qs(text)["json"][0] if text.startswith("json=") else text[text.index("{"):text.rindex("}") + 1]
    event = json.loads(field)["event"]
    content = event["event_time"] + event["event_type"]
    expected = hmac.new(api_key, content.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(event["event_hash"], expected)
`,
  ruby: String.raw`
require "json"
require "openssl"
require "uri"

API_KEY = ENV.fetch("WEBHOOK_SECRET")

# body: the raw bytes, before any parser (request.raw_post in Rails).
def verify(body:)
  # Of multipart/form-data the only braces are those of the field.
  json = body.start_with?("json=") ? URI.decode_www_form(body).assoc("json").last : body[body.index("{")..body.rindex("}")]
  event = JSON.parse(json).fetch("event")
  expected = OpenSSL::HMAC.hexdigest("SHA256", API_KEY, event["event_time"] + event["event_type"])
  OpenSSL.secure_compare(event["event_hash"], expected)
end
`,
  go: String.raw`
package webhook

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	neturl "net/url"
	"os"
)

var apiKey = []byte(os.Getenv("WEBHOOK_SECRET"))

// body: the raw bytes, io.ReadAll(r.Body).
func Verify(body []byte) bool {
	field := body
	if bytes.HasPrefix(body, []byte("json=")) {
		form, err := neturl.ParseQuery(string(body))
		if err != nil {
			return false
		}
		field = []byte(form.Get("json"))
	}
	// Of multipart/form-data the only braces are those of the field.
	begin, end := bytes.IndexByte(field, '{'), bytes.LastIndexByte(field, '}')
	if begin < 0 || end < begin {
		return false
	}
	var callback struct {
		Event struct {
			Time string ${'`'}json:"event_time"${'`'}
			Type string ${'`'}json:"event_type"${'`'}
			Hash string ${'`'}json:"event_hash"${'`'}
		} ${'`'}json:"event"${'`'}
	}
	if json.Unmarshal(field[begin:end+1], &callback) != nil {
		return false
	}
	mac := hmac.New(sha256.New, apiKey)
	mac.Write([]byte(callback.Event.Time + callback.Event.Type))
	return hmac.Equal([]byte(callback.Event.Hash), []byte(hex.EncodeToString(mac.Sum(nil))))
}
`,
  php: String.raw`
// $body: the raw bytes; of multipart/form-data PHP has parsed them already, so give it 'json=' . urlencode($_POST['json']).
function verify(string $body): bool
{
    if (str_starts_with($body, 'json=')) {
        $json = urldecode(explode('&', substr($body, 5))[0]);
    } else {
        // The only braces are those of the field.
        $json = substr($body, strpos($body, '{'), strrpos($body, '}') - strpos($body, '{') + 1);
    }
    $event = json_decode($json, true)['event'];
    $expected = hash_hmac('sha256', $event['event_time'] . $event['event_type'], getenv('WEBHOOK_SECRET'));
    return hash_equals($expected, $event['event_hash']);
}
`,
}
