import { expect, test } from 'vitest'
import { TUNNEL_KINDS } from '../../../shared/tunnel/tunnel-kind.ts'
import { DEFAULT_TUNNEL_SETTINGS, type TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import { checkDraft, draftOf, withTyped } from './tunnel-draft.ts'

const SET: TunnelSettings = {
  kind: 'ssh',
  probeSeconds: 12.5,
  reopen: true,
  localtunnel: { host: 'https://tunnels.example.com', subdomain: 'hooks' },
  cloudflared: {
    binary: '/opt/cloudflared',
    named: { tunnel: 'mine', hostname: 'hooks.example.com', port: 4700 },
  },
  ngrok: { domain: 'hooks.ngrok.app' },
  ssh: {
    host: 'vps.example.com',
    port: 2222,
    user: 'me',
    identityFile: '/home/me/.ssh/id',
    remoteHost: 'localhost',
    remotePort: 0,
    publicUrl: 'https://vps.example.com',
    hostKey: 'ssh-ed25519 AAAA',
  },
  smee: { channel: 'https://smee.io/abc' },
  'own-url': { url: 'https://proxy.example.com/hooks', port: 4701 },
}

for (const kind of TUNNEL_KINDS) {
  test(`what was set for ${kind} comes out of its fields as it went in`, () => {
    const checked = checkDraft({ ...draftOf(SET), kind }, SET.ssh.hostKey)
    expect(checked).toEqual({
      kind: 'valid',
      settings: { kind, probeSeconds: 12.5, reopen: true, [kind]: SET[kind] },
    })
  })
}

test('an empty field leaves it to the other side', () => {
  const draft = withTyped({ ...draftOf(SET), kind: 'localtunnel' }, 'subdomain', '  ')
  expect(checkDraft(draft, SET.ssh.hostKey)).toMatchObject({ settings: { localtunnel: { subdomain: null } } })
})

test('a Cloudflare tunnel without a host name of its own has no name, whatever was typed', () => {
  const draft = { ...draftOf(SET), kind: 'cloudflared' as const, isNamed: false }
  expect(checkDraft(draft, SET.ssh.hostKey)).toMatchObject({ settings: { cloudflared: { named: null } } })
})

test('the key of one server is not taken for that of another', () => {
  const draft = withTyped(draftOf(SET), 'host', 'serveo.net')
  expect(checkDraft(draft, SET.ssh.hostKey)).toMatchObject({ settings: { ssh: { host: 'serveo.net', hostKey: null } } })
  const samePlace = withTyped(draftOf(SET), 'user', 'other')
  expect(checkDraft(samePlace, SET.ssh.hostKey)).toMatchObject({ settings: { ssh: { hostKey: SET.ssh.hostKey } } })
})

test.each([
  ['localtunnel', 'host', 'nowhere', /http/],
  ['localtunnel', 'subdomain', 'x'.repeat(64), /63/],
  ['cloudflared', 'hostname', '', /host name/],
  ['ngrok', 'domain', 'not a domain', /domain/],
  ['ssh', 'host', '-oProxyCommand=sh', /host name/],
  ['ssh', 'port', '', /1 to 65535/],
  ['smee', 'channel', 'smee', /smee\.io/],
  ['own-url', 'url', '', /http/],
  ['own-url', 'port', '70000', /1 to 65535/],
] as const)('of %s, %s "%s" is named as wrong', (kind, name, value, message) => {
  const named = { ...draftOf(SET), isNamed: true, kind }
  const checked = checkDraft(withTyped(named, name, value), null)
  expect(checked.kind === 'invalid' && checked.wrong.get(name)).toMatch(message)
})

test('a time between checks that is none is named as wrong', () => {
  const checked = checkDraft({ ...draftOf(DEFAULT_TUNNEL_SETTINGS), probeSeconds: 'often' }, null)
  expect(checked.kind === 'invalid' && [...checked.wrong.keys()]).toEqual(['probeSeconds'])
})
