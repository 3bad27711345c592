import { expect, test } from 'vitest'
import { redactedBody } from './testing/redacted-body.ts'

test.each([
  ['| Password | hunter2 |', '| Password | [token-1] |'],
  [
    '| Field | Value |\n|---|---|\n| User | jo |\n| **API key** | `abc d` |\n',
    '| Field | Value |\n|---|---|\n| User | jo |\n| **API key** | `[token-1]` |\n',
  ],
  [
    '> | user | password |\n> |:--|--:|\n> | jo | hunter2 |\n> | ann | b c |\n',
    '> | user | password |\n> |:--|--:|\n> | jo | [token-1] |\n> | ann | [token-2] |\n',
  ],
  ['- **Password**: v w\n- **User**: jo', '- **Password**: [token-1]\n- **User**: jo'],
  ['**Password:** v', '**Password:** [token-1]'],
  ['*Password:* `hunter2` ok', '*Password:* `[token-1]` ok'],
  ['*API Key:*\nhunter2\n*Type:*\nx', '*API Key:*\n[token-1]\n*Type:*\nx'],
  [
    "array('user' => 'jo', 'password' => 'v w', 'x' => 1)",
    "array('user' => 'jo', 'password' => '[token-1]', 'x' => 1)",
  ],
  ["  'password'      => 'v',", "  'password'      => '[token-1]',"],
  ['Array\n(\n    [password] => hunter two\n    [x] => 1\n)', 'Array\n(\n    [password] => [token-1]\n    [x] => 1\n)'],
  [':password=>"x y", :a=>1', ':password=>"[token-1]", :a=>1'],
  [
    'env:\n  - name: DB_PASSWORD\n    value: hunter2 # old\n  - name: HOST\n    value: h\n',
    'env:\n  - name: DB_PASSWORD\n    value: [token-1]\n  - name: HOST\n    value: h\n',
  ],
  [
    'env:\n- value: "hunter 2"\n  name: DB_PASSWORD\n- name: x\n  value: y',
    'env:\n- value: "[token-1]"\n  name: DB_PASSWORD\n- name: x\n  value: y',
  ],
  [
    '- name: web\n  env:\n    - name: TOKEN\n      value: x\n    - name: A\n      valueFrom: q\n  image: i',
    '- name: web\n  env:\n    - name: TOKEN\n      value: [token-1]\n    - name: A\n      valueFrom: q\n  image: i',
  ],
  ['? password\n: hunter2\n? user\n: jo', '? password\n: [token-1]\n? user\n: jo'],
  ['password = """\nhunter2\nsecond\n"""\nx = 1', 'password = """\n[token-1]\n"""\nx = 1'],
  ["password = '''x'''", "password = '''[token-1]'''"],
  ['//u:p@h/x', '//[token-1]@h/x'],
  ['see <input type=password name=x value=y>', 'see <input type=password name=x value=[token-1]>'],
  ['Hi <input name="password" value="x y"> there', 'Hi <input name="password" value="[token-1]"> there'],
  ['ab=12 name=password value=x y=2', 'ab=12 name=password value=[token-1] y=2'],
  ['key: "API_KEY", value: "x y"', 'key: "API_KEY", value: "[token-1]"'],
])('%j', (given, expected) => {
  expect(redactedBody(given, 'text/plain')).toBe(expected)
})

test.each([
  '| Parameter | Type |\n|---|---|\n| token | string |\n',
  '| Name | Type | Description |\n|---|---|---|\n| token | string | The token |\n',
  '| User | Password |\n|---|---|\n',
  '| Forgot your password again? | Click here |',
  '- name: web\n  value: x\n',
  'env:\n  - name: TOKEN\n  - name: HOST\n    value: h\n',
  '- name: TOKEN\nvalue: x\n',
  'password: ""\nuser: "x"',
  '// todo: ask the team\nsee //cdn.example.com/a@b and //a.example:8080/b',
  'note: **important**',
  'id=12 name=jo value=x',
])('leaves %j', (given) => {
  expect(redactedBody(given, 'text/plain')).toBe(given)
})
