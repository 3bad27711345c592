/**
 * What an option of curl means for the request. `quiet`: nothing. `warned`: something about the connection, which a capture
 * cannot show. `authentication`: what it sends follows from what the server says.
 */
export type CurlOptionKind = 'request' | 'quiet' | 'warned' | 'authentication'

export interface CurlOption {
  readonly name: string
  readonly takesValue: boolean
  readonly kind: CurlOptionKind
}

const REQUEST_VALUES =
  'request data data-ascii data-raw data-binary data-urlencode json form form-string header user user-agent referer cookie url url-query upload-file oauth2-bearer range request-target continue-at time-cond etag-compare config variable proto-default'
const REQUEST_FLAGS =
  'get head compressed http1.0 path-as-is next globoff form-escape tr-encoding basic location-trusted junk-session-cookies'
const AUTHENTICATION_FLAGS = 'digest ntlm ntlm-wb negotiate anyauth'
const AUTHENTICATION_VALUES = 'aws-sigv4'
const QUIET_FLAGS =
  'silent show-error verbose include show-headers location follow fail fail-with-body fail-early buffer progress-bar progress-meter remote-name remote-header-name remote-name-all remote-time http1.1 http0.9 styled-output parallel parallel-immediate raw tcp-nodelay tcp-fastopen keepalive sessionid ssl-reqd ssl create-dirs disable trace-time trace-ids ignore-content-length post301 post302 post303 retry-all-errors retry-connrefused clobber remove-on-error skip-existing out-null xattr suppress-connect-headers compressed-ssh disallow-username-in-url append use-ascii crlf list-only ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-control disable-eprt disable-epsv sasl-ir tftp-no-options metalink mail-rcpt-allowfails'
const QUIET_VALUES =
  'output write-out max-time connect-timeout retry retry-delay retry-max-time max-redirs dump-header stderr trace trace-ascii trace-config limit-rate rate keepalive-time keepalive-cnt output-dir max-filesize speed-limit speed-time expect100-timeout cookie-jar etag-save create-file-mode parallel-max parallel-max-host libcurl happy-eyeballs-timeout-ms proto proto-redir ftp-account ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode quote krb mail-auth mail-from mail-rcpt tftp-blksize telnet-option sasl-authzid help upload-flags'
const WARNED_FLAGS =
  'insecure http2 http2-prior-knowledge http3 http3-only ipv4 ipv6 netrc netrc-optional proxytunnel tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 sslv2 sslv3 alpn npn cert-status false-start haproxy-protocol mptcp ca-native proxy-ca-native proxy-http2 doh-insecure doh-cert-status proxy-anyauth proxy-basic proxy-digest proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 socks5-basic socks5-gssapi socks5-gssapi-nec ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-revoke-best-effort ssl-sessions tls-earlydata dump-ca-embed'
const WARNED_VALUES =
  'proxy proxy-user proxy-header noproxy cacert capath cert key cert-type key-type pass ciphers tls13-ciphers curves sigalgs signature-algorithms resolve connect-to interface unix-socket abstract-unix-socket netrc-file tls-max socks5 socks5-hostname socks4 socks4a preproxy proxy1.0 local-port dns-servers dns-interface dns-ipv4-addr dns-ipv6-addr doh-url pinnedpubkey alt-svc hsts crlfile delegation egd-file random-file engine hostpubmd5 hostpubsha256 pubkey knownhosts login-options service-name proxy-service-name socks5-gssapi-service tlsauthtype tlspassword tlsuser proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser haproxy-clientip ip-tos vlan-priority ech ipfs-gateway'

const KNOWN: ReadonlyMap<string, CurlOption> = new Map([
  ...options(REQUEST_VALUES, true, 'request'),
  ...options(REQUEST_FLAGS, false, 'request'),
  ...options(AUTHENTICATION_FLAGS, false, 'authentication'),
  ...options(AUTHENTICATION_VALUES, true, 'authentication'),
  ...options(QUIET_FLAGS, false, 'quiet'),
  ...options(QUIET_VALUES, true, 'quiet'),
  ...options(WARNED_FLAGS, false, 'warned'),
  ...options(WARNED_VALUES, true, 'warned'),
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
  '#': 'progress-bar',
  O: 'remote-name',
  J: 'remote-header-name',
  R: 'remote-time',
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
  '2': 'sslv2',
  '3': 'sslv3',
  '4': 'ipv4',
  '6': 'ipv6',
  x: 'proxy',
  U: 'proxy-user',
  E: 'cert',
  K: 'config',
  C: 'continue-at',
  z: 'time-cond',
  a: 'append',
  B: 'use-ascii',
  l: 'list-only',
  P: 'ftp-port',
  Q: 'quote',
  t: 'telnet-option',
  h: 'help',
}

/** Options that a beginning may stand for; none or one, or it cannot be told. */
export function optionsBegunBy(name: string): string[] {
  return name.length < 2 ? [] : [...KNOWN.keys()].filter((known) => known.startsWith(name))
}

/** An option that is written out, or begun so that only one can be meant. `isOff`: taken back with `--no-`. */
export function longOption(name: string): { readonly option: CurlOption; readonly isOff: boolean } | undefined {
  const option = named(name)
  if (option !== undefined) return { option, isOff: false }
  const positive = name.startsWith('no-') ? named(name.slice(3)) : undefined
  return positive === undefined || positive.takesValue ? undefined : { option: positive, isOff: true }
}

export function shortOption(letter: string): { readonly option: CurlOption; readonly isOff: boolean } | undefined {
  // The one letter that stands for a --no-.
  if (letter === 'N') return { option: KNOWN.get('buffer') as CurlOption, isOff: true }
  const option = KNOWN.get(SHORT[letter] ?? '')
  return option === undefined ? undefined : { option, isOff: false }
}

function named(name: string): CurlOption | undefined {
  const exact = KNOWN.get(name)
  if (exact !== undefined) return exact
  const begun = optionsBegunBy(name)
  return begun.length === 1 ? KNOWN.get(begun[0] as string) : undefined
}

function options(names: string, takesValue: boolean, kind: CurlOptionKind): Array<[string, CurlOption]> {
  return names.split(' ').map((name) => [name, { name, takesValue, kind }])
}
