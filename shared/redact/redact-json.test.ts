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
  ['[user] => jo\n[password] => hunter two\n', '[user] => jo\n[password] => [token-1]\n'],
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
  ['{"phones":["5551234567",5551234568]}', '{"phones":["[phone-1]","[phone-2]"]}'],
  [
    '{"phone_numbers":[{"type":"home","number":"5551234567"}]}',
    '{"phone_numbers":[{"type":"home","number":"[phone-1]"}]}',
  ],
  ['{"mobile":{"country":"de","number":1701234567}}', '{"mobile":{"country":"de","number":"[phone-1]"}}'],
  ['{"phone1":"030 123456","cell":5551234567}', '{"phone1":"[phone-1]","cell":"[phone-2]"}'],
  [
    '{"customer_dob":"1990-01-02","account_no":"0012345678","payment_cvv":123}',
    '{"customer_dob":"[personal-1]","account_no":"[personal-2]","payment_cvv":"[card-1]"}',
  ],
])('%s', (given, expected) => {
  expect(redactedBody(given, 'application/json')).toBe(expected)
})

test.each([
  '{"id":"evt_1N","object":"event","data":{"object":{"id":"in_1","account_tax_ids":["txi_1"],"default_bank_account":"ba_1","number":"ABC-0001","customer_phone":null,"payment_method_details":{"card":{"brand":"visa","last4":"4242","checks":{"cvc_check":"pass"},"fingerprint":"Xt5EWLLDS7FJjR1c"}}}}}',
  '{"ref":"refs/heads/main","installation":{"id":2,"node_id":"MDIzOk"},"repository":{"id":1,"node_id":"R_kgDO","keys_url":"https://api.github.com/repos/o/r/keys{/key_id}","mobile":true},"number":123456789}',
  '{"id":820982911946154508,"order_number":1234,"payment_details":{"cvv_result_code":"M","avs_result_code":"Y"},"line_items":[{"id":866550311766439020,"sku":"123456789","cell":"B12"}],"location_id":655441491}',
  '{"entry":[{"id":"1","changes":[{"value":{"metadata":{"phone_number_id":"106540352242922"}}}]}]}',
])('leaves %s', (given) => {
  expect(redactedBody(given, 'application/json')).toBe(given)
})

test('a token goes from what only begins as JSON', () => {
  const bot = '123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1'
  expect(redactedBody(`{x /bot${bot}/y, "a": 1`, 'application/json')).toBe('{x /bot[token-1]/y, "a": 1')
  expect(redactedBody('{x: Bearer abcdefgh-12345678}', 'text/plain')).toBe('{x: Bearer [token-1]}')
})
