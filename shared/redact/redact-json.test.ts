import { expect, test } from 'vitest'
import { redactedBody } from './testing/redacted-body.ts'

test.each([
  ['{"Set-Cookie":["sid=abc; Path=/; HttpOnly"]}', '{"Set-Cookie":["sid=[cookie-1]; Path=/; HttpOnly"]}'],
  ['{"Cookie":"a=b; path=s3cret"}', '{"Cookie":"a=[cookie-1]; path=[cookie-2]"}'],
  ['{"link":"<https://u:PASS@h/>; rel=next"}', '{"link":"<https://[token-1]@h/>; rel=next"}'],
  ['{"link":"https://u:P@SS@h/"}', '{"link":"https://[token-1]@h/"}'],
  ["{'password': 'x', 'n': 1}", "{'password': '[token-1]', 'n': 1}"],
  ["{password: 'it\\'s', n: 1}", "{password: '[token-1]', n: 1}"],
  ['{password: "x", $token: x,}', '{password: "[token-1]", $token: [token-1],}'],
  ["{'a': 'to jo@example.com', 'ok': True, 'x': None}", "{'a': 'to [email-1]', 'ok': True, 'x': None}"],
  ['{ // it\'s "open\n password: "x" }', '{ // it\'s "open\n password: "[token-1]" }'],
  ['{ /* " */ token: 0x12, a: +1 }', '{ /* " */ token: "[token-1]", a: +1 }'],
  ['{"password"=>"x", :token => "y"}', '{"password"=>"[token-1]", :token => "[token-2]"}'],
  ["{'password': 'cut of", "{'password': '[token-1]"],
  ['[INFO] password: hunter2\n[INFO] ok', '[INFO] password: [token-1]\n[INFO] ok'],
  ['[info] in {"password":"x"}', '[info] in {"password":"[token-1]"}'],
  [
    '[["Authorization","Bearer abc"],["Accept","*/*"]]',
    '[["Authorization","Bearer [authorization-1]"],["Accept","*/*"]]',
  ],
  ['{"value":"x","name":"password"}', '{"value":"[token-1]","name":"password"}'],
  ['{"value":{"a":"b"},"name":"n"}', '{"value":{"a":"b"},"name":"n"}'],
  [
    '{"name":"password","type":"text","id":7,"title":"P","value":"hunter2"}',
    '{"name":"password","type":"text","id":7,"title":"P","value":"[token-1]"}',
  ],
  ['{"type":"text","value":"x","name":"password"}', '{"type":"text","value":"[token-1]","name":"password"}'],
  ['{"key":"x-api-key","enabled":true,"value":"x"}', '{"key":"x-api-key","enabled":true,"value":"[token-1]"}'],
  ['{"value":493817,"name":"otp"}', '{"value":"[token-1]","name":"otp"}'],
  ["{value: 'x', name: 'otp'}", "{value: '[token-1]', name: 'otp'}"],
  ['{"value":true,"name":"otp"}', '{"value":true,"name":"otp"}'],
  ['{"value":493817,"name":"n"}', '{"value":493817,"name":"n"}'],
  [
    '{"value":"to jo@example.com","a":"jo@example.com","name":"password"}',
    '{"value":"[token-1]","a":"[email-1]","name":"password"}',
  ],
  [
    '{"rawHeaders":["Host","x","X-Api-Key","y","Accept","z"]}',
    '{"rawHeaders":["Host","x","X-Api-Key","[token-1]","Accept","z"]}',
  ],
  ['{"name":"otp","values":["x","y"]}', '{"name":"otp","values":["[token-1]","[token-2]"]}'],
  ['{"values":["x",1],"name":"otp"}', '{"values":["[token-1]","[token-2]"],"name":"otp"}'],
  [
    '{"value":{"stringValue":"x"},"key":"authorization"}',
    '{"value":{"stringValue":"[authorization-1]"},"key":"authorization"}',
  ],
  ['{"ParameterKey":"DBPassword","ParameterValue":"x"}', '{"ParameterKey":"DBPassword","ParameterValue":"[token-1]"}'],
  ['{"header_value":"x","header_name":"x-api-key"}', '{"header_value":"[token-1]","header_name":"x-api-key"}'],
  ['{"field":"password","old":"x","new":"y"}', '{"field":"password","old":"[token-1]","new":"[token-2]"}'],
  [
    '{"op":"replace","value":"x","path":"/user/password"}',
    '{"op":"replace","value":"[token-1]","path":"/user/password"}',
  ],
  ['{"ssn":{"value":"x","country":"us"}}', '{"ssn":{"value":"[personal-1]","country":"us"}}'],
  ['{"ssn":["x",{"a":"b"}],"cvc":[493]}', '{"ssn":["[personal-1]",{"a":"b"}],"cvc":["[card-1]"]}'],
  [
    '{"args":["--password","x","--verbose","y","--token=z"]}',
    '{"args":["--password","[token-1]","--verbose","y","--token=[token-2]"]}',
  ],
  ['{"text":"a","value":"x","name":"password"}', '{"text":"[token-1]","value":"[token-2]","name":"password"}'],
  ['{"label":"Password","answer":"x"}', '{"label":"Password","answer":"[token-1]"}'],
  ['{"pin":{"lat":1,"lon":2},"session":{"id":"x"}}', '{"pin":{"lat":1,"lon":2},"session":{"id":"x"}}'],
  [
    '{"log":"GET /\\r\\nCookie: a=b; c=d\\r\\nHost: x"}',
    '{"log":"GET /\\r\\nCookie: a=[cookie-1]; c=[cookie-2]\\r\\nHost: x"}',
  ],
  ['{"log":"GET / HTTP/1.1\\r\\nCookie: a=b"}', '{"log":"GET / HTTP/1.1\\r\\nCookie: a=[cookie-1]"}'],
  ['{"html":"<p>jo&#64;example.com</p>"}', '{"html":"<p>[email-1]</p>"}'],
  ['{"a":"H4sIAAAAAAAAA6tWKk5NLkotUbJSSsxRqgUAYWHQSRIAAAA="}', '{"a":"[binary-1]"}'],
  [
    '{"a":"data:application/json;base64,eyJlIjoiam9AZXhhbXBsZS5jb20ifQ=="}',
    '{"a":"data:application/json;base64,eyJlIjoiW2VtYWlsLTFdIn0="}',
  ],
])('%s', (given, expected) => {
  expect(redactedBody(given, 'application/json')).toBe(expected)
})
