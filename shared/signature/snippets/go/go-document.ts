const PACKAGES: Readonly<Record<string, RegExp>> = {
  bytes: /\bbytes\.New/,
  crypto: /\bcrypto\.(?:MD5|SHA)/,
  'crypto/ecdsa': /\becdsa\./,
  'crypto/ed25519': /\bed25519\./,
  'crypto/hmac': /\bhmac\./,
  'crypto/md5': /\bmd5\./,
  'crypto/rsa': /\brsa\./,
  'crypto/sha1': /\bsha1\./,
  'crypto/sha256': /\bsha256\./,
  'crypto/sha512': /\bsha512\./,
  'crypto/x509': /\bx509\./,
  'encoding/base64': /\bbase64\./,
  'encoding/hex': /\bhex\./,
  'encoding/json': /\bjson\./,
  'encoding/pem': /\bpem\./,
  'net/http': /\bhttp\./,
  'net/url': /\bneturl\./,
  os: /\bos\./,
  fmt: /\bfmt\./,
  io: /\bio\./,
  'math/big': /\bbig\./,
  regexp: /\bregexp\./,
  sort: /\bsort\./,
  strconv: /\bstrconv\./,
  strings: /\bstrings\./,
  time: /\btime\./,
  'unicode/utf16': /\butf16\./,
}

/** Go refuses imports that are not used, so they are read off the code. */
export function goDocument(title: string, lines: ReadonlyArray<string>, modules: ReadonlyArray<string> = []): string {
  // What stands in literals and comments is no code.
  const code = lines.join('\n').replace(/"(?:[^"\\\n]|\\.)*"|`[^`]*`|\/\/.*/g, '')
  const imports = Object.entries(PACKAGES)
    .filter(([, used]) => used.test(code))
    .map(([name]) => (name === 'net/url' ? '\tneturl "net/url"' : `\t"${name}"`))
    .sort((left, right) => (pathOf(left) < pathOf(right) ? -1 : 1))
  const others = modules.length === 0 ? [] : ['', ...modules.map((name) => `\t"${name}"`)]
  return [`// ${title}`, 'package webhook', '', 'import (', ...imports, ...others, ')', '', ...lines, ''].join('\n')
}

/** As gofmt sorts them. */
function pathOf(line: string): string {
  return line.slice(line.indexOf('"'))
}
