import type { TunnelKindId } from '../../../shared/tunnel/tunnel-kind.ts'

/** A setting of a kind of tunnel, as it is typed. */
export interface KindField {
  /** Its key in the kind's settings. */
  readonly name: string
  readonly label: string
  readonly hint?: string
  /** What an empty field stands for. */
  readonly placeholder?: string
  /** `optional`: null where it is left empty. */
  readonly type: 'text' | 'optional' | 'port' | 'optional-port'
  /** Takes the whole width. */
  readonly wide?: boolean
  /** What to write, where the schema can only say that it is wrong. */
  readonly wrong?: string
}

const PORT = 'A port is a whole number from 1 to 65535.'

/** The key of a server is not typed but looked at, and Cloudflare's named tunnels have a switch of their own. */
export const KIND_FIELDS: Readonly<Record<TunnelKindId, readonly KindField[]>> = {
  localtunnel: [
    {
      name: 'host',
      label: 'Server that opens public URLs',
      hint: 'https://localtunnel.me, or a localtunnel server of your own.',
      type: 'text',
      wide: true,
    },
    {
      name: 'subdomain',
      label: 'Name to ask for',
      placeholder: 'any',
      hint: 'The first part of the URL. Another one is given if it is taken.',
      type: 'optional',
      wrong: 'At most 63 characters.',
    },
  ],
  cloudflared: [
    {
      name: 'binary',
      label: 'Program',
      placeholder: 'cloudflared, as found on PATH',
      hint: 'Its path, where it is not on PATH.',
      type: 'optional',
      wide: true,
    },
  ],
  ngrok: [
    {
      name: 'domain',
      label: 'Reserved domain',
      placeholder: 'any',
      hint: 'Such as hooks.ngrok.app. With one the URL stays the same.',
      type: 'optional',
      wide: true,
    },
  ],
  ssh: [
    { name: 'host', label: 'SSH server', hint: 'localhost.run, serveo.net, or your own.', type: 'text' },
    { name: 'port', label: 'Its port', type: 'port', wrong: PORT },
    { name: 'user', label: 'User', placeholder: 'as ssh takes it by itself', type: 'optional' },
    {
      name: 'identityFile',
      label: 'Private key file',
      placeholder: 'as ssh takes it by itself',
      hint: 'Its path. ssh asks for no passphrase here: use an agent.',
      type: 'optional',
    },
    {
      name: 'remoteHost',
      label: 'Name or address asked for',
      placeholder: 'the server’s default',
      hint: 'A name at hosted servers, an address to listen on at your own.',
      type: 'optional',
    },
    {
      name: 'remotePort',
      label: 'Port asked for',
      hint: '80 at hosted servers; 0 for any.',
      type: 'port',
      wrong: 'A port is a whole number from 0 to 65535.',
    },
    {
      name: 'publicUrl',
      label: 'Public URL',
      placeholder: 'as the server prints it',
      hint: 'For a server of your own: the URL that leads to the port asked for.',
      type: 'optional',
      wide: true,
    },
  ],
  smee: [
    {
      name: 'channel',
      label: 'Channel',
      placeholder: 'a new one',
      hint: 'Such as https://smee.io/abc. A new one is made if this is left empty, and asked for again later.',
      type: 'optional',
      wide: true,
    },
  ],
  'own-url': [
    {
      name: 'url',
      label: 'Public URL',
      placeholder: 'https://hooks.example.com',
      hint: 'The URL that leads to this machine, without an endpoint’s name.',
      type: 'text',
      wide: true,
    },
    {
      name: 'port',
      label: 'Loopback port that it leads to',
      placeholder: 'the receiver’s',
      hint: 'With a port of its own, captures show what came through it and who the sender was.',
      type: 'optional-port',
      wrong: PORT,
    },
  ],
}

/** Of a Cloudflare tunnel with a host name of its own. */
export const NAMED_FIELDS: readonly KindField[] = [
  {
    name: 'hostname',
    label: 'Public host name',
    placeholder: 'hooks.example.com',
    hint: 'As it was set in the Cloudflare dashboard.',
    type: 'text',
    wide: true,
  },
  {
    name: 'tunnel',
    label: 'Name or id of the tunnel',
    placeholder: 'the one of the token',
    hint: 'For a tunnel that was made with cloudflared here; else leave it empty and set the token.',
    type: 'optional',
  },
  {
    name: 'port',
    label: 'Port of its service',
    placeholder: 'the receiver’s',
    hint: 'As in the dashboard: http://localhost:PORT. For tunnels with a token.',
    type: 'optional-port',
    wrong: PORT,
  },
]
