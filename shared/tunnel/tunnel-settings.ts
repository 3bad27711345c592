import { z } from 'zod'
import { tunnelKindId } from './tunnel-kind.ts'

const webUrl = (error: string) => z.url({ protocol: /^https?$/, error })
/** Where a proxy that was told beforehand dials: a loopback port for it alone; null: the receiver's own. */
const doorPort = z.number().int().min(1).max(65_535).nullable().default(null)
/** For a program's arguments: nothing that could be taken for an option, no spaces. */
const bareWord = (error: string) => z.string().regex(/^[^\s-][^\s]{0,254}$/, error)

export const localtunnelSettings = z.object({
  /** The server that opens localtunnels. */
  host: webUrl('The tunnel server is a URL with http:// or https://.'),
  /** The name wished for; null: whichever the server gives. */
  subdomain: z.string().min(1).max(63).nullable(),
})

const cloudflaredSettings = z.object({
  /** Where the program is; null: looked for on PATH. */
  binary: z.string().min(1).max(4096).nullable(),
  /** Set for a named tunnel, which is run with the token; null for a quick one. */
  named: z
    .object({
      tunnel: bareWord('The name or id of the tunnel is one word.').nullable(),
      /** The public host name that Cloudflare leads to the tunnel. */
      hostname: z.hostname('A host name, such as hooks.example.com.'),
      /** The port of the service that the Cloudflare dashboard names. */
      port: doorPort,
    })
    .nullable(),
})

const ngrokSettings = z.object({
  /** A reserved domain, such as hooks.ngrok.app; null: whichever ngrok gives. */
  domain: z.hostname('A domain, such as hooks.ngrok.app.').nullable(),
})

const sshSettings = z.object({
  host: bareWord('The SSH server is a host name, such as localhost.run.'),
  port: z.number().int().min(1).max(65_535),
  /** Null: whom ssh would take by itself. */
  user: bareWord('The user is one word.').nullable(),
  /** A private key file; null: what ssh would take by itself. */
  identityFile: z.string().min(1).max(4096).nullable(),
  /** What is asked for on the server: a name for hosted ones, an address to listen on for one's own; null: its default. */
  remoteHost: bareWord('The remote name is one word.').nullable(),
  /** The port asked for on the server. 0: any. */
  remotePort: z.number().int().min(0).max(65_535),
  /** For servers that do not print a URL: the one that leads to the remote port. */
  publicUrl: webUrl('The public URL starts with http:// or https://.').nullable(),
  /** The server's key as it was trusted, as in known_hosts (`ssh-ed25519 AAAA…`); null: not trusted yet. */
  hostKey: z.string().max(4096).nullable(),
})

const smeeSettings = z.object({
  /** The channel's URL; null: a new one is made. */
  channel: webUrl('The channel is a URL, such as https://smee.io/abc.').nullable(),
})

const ownUrlSettings = z.object({
  /** The URL that leads to the receiver. */
  url: webUrl('The public URL starts with http:// or https://.').nullable(),
  port: doorPort,
})

/** How a public URL is got. Taken when a tunnel is opened next. */
export const tunnelSettings = z.object({
  kind: tunnelKindId,
  /** How often the public URL is tried. */
  probeSeconds: z.number().min(0.1).max(3600),
  /** Whether the desktop app opens again what was open when it ended. */
  reopen: z.boolean(),
  localtunnel: localtunnelSettings,
  cloudflared: cloudflaredSettings,
  ngrok: ngrokSettings,
  ssh: sshSettings,
  smee: smeeSettings,
  'own-url': ownUrlSettings,
})

export const DEFAULT_TUNNEL_SETTINGS: TunnelSettings = {
  kind: 'localtunnel',
  probeSeconds: 30,
  reopen: false,
  localtunnel: { host: 'https://localtunnel.me', subdomain: null },
  cloudflared: { binary: null, named: null },
  ngrok: { domain: null },
  ssh: {
    host: 'localhost.run',
    port: 22,
    user: 'nokey',
    identityFile: null,
    remoteHost: null,
    remotePort: 80,
    publicUrl: null,
    hostKey: null,
  },
  smee: { channel: null },
  'own-url': { url: null, port: null },
}

export type TunnelSettings = z.infer<typeof tunnelSettings>
