import { describe, expect, test } from 'vitest'
import { redactedBody } from './testing/redacted-body.ts'

describe('a command line shows no password', () => {
  test.each([
    ['mysql -u root -pS3cr3t shop', 'mysql -u root -p[token-1] shop'],
    ["mysqldump -h db -uroot -p'S3 cr3t' shop", "mysqldump -h db -uroot -p'[token-1]' shop"],
    ['/usr/bin/mysqladmin -pS3cr3t ping', '/usr/bin/mysqladmin -p[token-1] ping'],
    ['docker exec db mysql -uroot -pS3cr3t', 'docker exec db mysql -uroot -p[token-1]'],
    ['ssh db "mysql -uroot -pS3cr3t"', 'ssh db "mysql -uroot -p[token-1]"'],
    ["sh -c 'cd /x && mysql -pS3cr3t'", "sh -c 'cd /x && mysql -p[token-1]'"],
    ['mysql \\\n  -pS3cr3t \\\n  shop', 'mysql \\\n  -p[token-1] \\\n  shop'],
    ['args:\n  - mysql\n  - -pS3cr3t\n  - shop\n', 'args:\n  - mysql\n  - -p[token-1]\n  - shop\n'],
    ['args: [mysql, "-pS3cr3t", shop]', 'args: [mysql, "-p[token-1]", shop]'],
    ['7z x -pS3cr3t a.7z', '7z x -p[token-1] a.7z'],
    ['sshpass -p S3cr3t ssh jo@h -p 2222', 'sshpass -p [token-1] ssh jo@h -p 2222'],
    ['docker login -u jo -p S3cr3t reg.test', 'docker login -u jo -p [token-1] reg.test'],
    ['redis-cli -h h -a S3cr3t ping', 'redis-cli -h h -a [token-1] ping'],
    ['mongosh -u jo -p "S3 cr3t" h', 'mongosh -u jo -p "[token-1]" h'],
    ['unzip -P S3cr3t a.zip', 'unzip -P [token-1] a.zip'],
    ['sqlcmd -S h -U sa -PS3cr3t', 'sqlcmd -S h -U sa -P[token-1]'],
    ['ldapsearch -x -D cn=admin -w S3cr3t', 'ldapsearch -x -D cn=admin -w [token-1]'],
    ['curl -ujo:S3cr3t https://x.test', 'curl -ujo:[token-1] https://x.test'],
    ['curl -sSu jo:S3cr3t https://x.test', 'curl -sSu jo:[token-1] https://x.test'],
    ["curl -b 'sid=S3cr3t; a=b' https://x.test", "curl -b 'sid=[cookie-1]; a=[cookie-2]' https://x.test"],
    ['curl -bsid=S3cr3t https://x.test', 'curl -bsid=[cookie-1] https://x.test'],
    ['smbclient //srv/x -U jo%S3cr3t', 'smbclient //srv/x -U jo%[token-1]'],
    ['xfreerdp /u:jo /p:S3cr3t /v:h', 'xfreerdp /u:jo /p:[token-1] /v:h'],
    ['lftp -u jo,S3cr3t h', 'lftp -u jo,[token-1] h'],
    ["ssh-keygen -t ed25519 -N 'S3 cr3t' -f k", "ssh-keygen -t ed25519 -N '[token-1]' -f k"],
    ['ngrok config add-authtoken 2abcS3cr3t', 'ngrok config add-authtoken [token-1]'],
    ['keytool -storepass S3cr3t -keypass S3cr3t2', 'keytool -storepass [token-1] -keypass [token-2]'],
    ['echo S3cr3t | sudo -S ls', 'echo [token-1] | sudo -S ls'],
    ["echo 'S3 cr3t' | docker login -u jo --password-stdin", "echo '[token-1]' | docker login -u jo --password-stdin"],
    ['aws configure set aws_secret_access_key S3cr3t', 'aws configure set aws_secret_access_key [token-1]'],
    ["ALTER USER jo IDENTIFIED BY 'S3 cr3t';", "ALTER USER jo IDENTIFIED BY '[token-1]';"],
    ["create role jo login password 'S3 cr3t'", "create role jo login password '[token-1]'"],
    ['ConvertTo-SecureString "S3 cr3t" -AsPlainText', 'ConvertTo-SecureString "[token-1]" -AsPlainText'],
  ])('%s', (given, expected) => {
    expect(redactedBody(given, 'text/plain')).toBe(expected)
    expect(redactedBody(JSON.stringify({ cmd: given }), 'application/json')).toBe(JSON.stringify({ cmd: expected }))
  })

  test.each([
    [
      ['mysql', '-uroot', '-pS3cr3t', 'shop'],
      ['mysql', '-uroot', '-p[token-1]', 'shop'],
    ],
    [
      ['curl', '-u', 'jo:S3cr3t', 'https://x.test'],
      ['curl', '-u', 'jo:[token-1]', 'https://x.test'],
    ],
    [
      ['/usr/bin/redis-cli', '-a', 'S3 cr3t', 'ping'],
      ['/usr/bin/redis-cli', '-a', '[token-1]', 'ping'],
    ],
    [
      ['curl', '-b', 'sid=S3cr3t', '-H', 'Authorization: Bearer T0k3n'],
      ['curl', '-b', 'sid=[cookie-1]', '-H', 'Authorization: Bearer [authorization-1]'],
    ],
  ])('as a list: %j', (given, expected) => {
    expect(redactedBody(JSON.stringify({ args: given }), 'application/json')).toBe(JSON.stringify({ args: expected }))
  })
})

test.each([
  "curl -H 'Authorization: Bearer S3cr3t' u",
  'curl -H "X-Api-Key: S3cr3t" u',
  'curl --header="Authorization: token S3cr3t" u',
  'psql --password=S3cr3t',
  'app --password S3cr3t',
])('nor does %s', (given) => {
  expect(redactedBody(given, 'text/plain')).not.toContain('S3cr3t')
})

test.each([
  'mkdir -p /a/b && ps -p 1234 && ssh -p 2222 h',
  'cp -pr a b; tar -pxzf a.tgz',
  'docker run -p 8080:80 -u 1000:1000 x',
  'docker run -p 8080:80 mysql',
  'mysql -p shop',
  'mysql -u root -p$DB_PASS shop',
  'mysql -u root -p"$(cat f)" shop',
  'mysql; cp -pr a b',
  'mysql\ncp -pr a b',
  'We moved from mysql to the -p option',
  'curl -b jar.txt -c jar.txt https://x.test',
  'curl -u $USER:$PASS https://x.test',
  'unzip -p a.zip',
  'redis-cli -h h ping',
  'echo hello | grep h',
  'The password is identified by the user',
])('leaves %s', (given) => {
  expect(redactedBody(given, 'text/plain')).toBe(given)
  expect(redactedBody(JSON.stringify({ cmd: given }), 'application/json')).toBe(JSON.stringify({ cmd: given }))
})
