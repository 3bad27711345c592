/** What an option of curl means for the request. `quiet`: nothing. `warned`: something that a capture cannot show. */
export type CurlOptionKind = 'request' | 'quiet' | 'warned'

export interface KnownOption {
  readonly name: string
  readonly takesValue: boolean
  readonly kind: CurlOptionKind
}

const REQUEST_VALUES =
  'request data data-ascii data-raw data-binary data-urlencode json form form-string header user user-agent referer cookie url url-query upload-file oauth2-bearer range request-target'
const REQUEST_FLAGS = 'get head compressed http1.0 path-as-is next globoff form-escape'
const QUIET_FLAGS =
  'silent show-error verbose include location fail fail-with-body fail-early no-buffer progress-bar remote-name remote-header-name remote-name-all http1.1 styled-output no-progress-meter parallel raw tcp-nodelay no-keepalive no-sessionid junk-session-cookies basic no-basic ssl-reqd create-dirs disable trace-time'
const QUIET_VALUES =
  'output write-out max-time connect-timeout retry retry-delay retry-max-time max-redirs dump-header stderr trace trace-ascii limit-rate keepalive-time output-dir max-filesize speed-limit speed-time expect100-timeout cookie-jar'
const WARNED_FLAGS =
  'insecure location-trusted http2 http2-prior-knowledge http3 digest ntlm negotiate anyauth ipv4 ipv6 retry-all-errors retry-connrefused netrc netrc-optional proxytunnel tlsv1.2 tlsv1.3 tlsv1 sslv3 ssl tr-encoding post301 post302 post303'
const WARNED_VALUES =
  'proxy proxy-user noproxy cacert capath cert key cert-type key-type pass ciphers resolve connect-to interface unix-socket config netrc-file tls-max aws-sigv4 socks5 socks5-hostname socks4 preproxy local-port dns-servers variable time-cond continue-at proto pinnedpubkey'

const KNOWN: ReadonlyMap<string, KnownOption> = new Map([
  ...entries(REQUEST_VALUES, true, 'request'),
  ...entries(REQUEST_FLAGS, false, 'request'),
  ...entries(QUIET_FLAGS, false, 'quiet'),
  ...entries(QUIET_VALUES, true, 'quiet'),
  ...entries(WARNED_FLAGS, false, 'warned'),
  ...entries(WARNED_VALUES, true, 'warned'),
])

const SHORT: Readonly<Record<string, string>> = {
  X: 'request',
  d: 'data',
  F: 'form',
  H: 'header',
  u: 'user',
  A: 'user-agent',
  e: 'referer',
  b: 'cookie',
  T: 'upload-file',
  r: 'range',
  G: 'get',
  I: 'head',
  '0': 'http1.0',
  g: 'globoff',
  ':': 'next',
  s: 'silent',
  S: 'show-error',
  v: 'verbose',
  i: 'include',
  L: 'location',
  f: 'fail',
  N: 'no-buffer',
  '#': 'progress-bar',
  O: 'remote-name',
  J: 'remote-header-name',
  Z: 'parallel',
  q: 'disable',
  j: 'junk-session-cookies',
  o: 'output',
  w: 'write-out',
  m: 'max-time',
  D: 'dump-header',
  c: 'cookie-jar',
  Y: 'speed-limit',
  y: 'speed-time',
  k: 'insecure',
  n: 'netrc',
  p: 'proxytunnel',
  '1': 'tlsv1',
  '4': 'ipv4',
  '6': 'ipv6',
  x: 'proxy',
  U: 'proxy-user',
  E: 'cert',
  K: 'config',
  C: 'continue-at',
  z: 'time-cond',
}

export function longOption(name: string): KnownOption | undefined {
  return KNOWN.get(name)
}

export function shortOption(letter: string): KnownOption | undefined {
  const name = SHORT[letter]
  return name === undefined ? undefined : KNOWN.get(name)
}

function entries(names: string, takesValue: boolean, kind: CurlOptionKind): Array<[string, KnownOption]> {
  return names.split(' ').map((name) => [name, { name, takesValue, kind }])
}
