import { z } from 'zod'

/** Every way to a public URL. The first is the default. */
export const TUNNEL_KINDS = ['localtunnel', 'cloudflared', 'ngrok', 'ssh', 'smee', 'own-url'] as const

export const tunnelKindId = z.enum(TUNNEL_KINDS)

export type TunnelKindId = z.infer<typeof tunnelKindId>

/** Something that a kind of tunnel changes or cannot do, said before it is chosen. */
export interface TunnelLimit {
  readonly about:
    | 'headers'
    | 'header case'
    | 'header order'
    | 'duplicate headers'
    | 'body'
    | 'size'
    | 'at once'
    | 'WebSocket'
    | 'signatures'
    | 'name'
    | 'visitors'
    | 'privacy'
  readonly text: string
}

/** A secret that a kind needs or can use. It is sealed when it is set, and never read back. */
export interface TunnelSecretNeed {
  readonly label: string
  readonly hint: string
  readonly required: boolean
}

export interface TunnelKindFacts {
  readonly label: string
  /** One plain sentence. */
  readonly what: string
  readonly limits: ReadonlyArray<TunnelLimit>
  readonly secret: TunnelSecretNeed | null
}

const NO_WEBSOCKET: TunnelLimit = {
  about: 'WebSocket',
  text: 'Hookbench receives no WebSocket, whatever the way there carries.',
}

export const TUNNEL_KIND_FACTS: Readonly<Record<TunnelKindId, TunnelKindFacts>> = {
  localtunnel: {
    label: 'localtunnel',
    what: 'A free public URL from localtunnel.me, or from a localtunnel server of your own; nothing to install.',
    limits: [
      { about: 'header case', text: 'Header names arrive in lower case.' },
      { about: 'header order', text: 'Headers arrive in another order than they were sent in.' },
      { about: 'duplicate headers', text: 'Headers that were sent twice are merged into one.' },
      { about: 'size', text: 'Large bodies are refused with 413; servers differ, the limit is between 1 and 20 MB.' },
      { about: 'at once', text: 'Ten requests at a time are carried; the others wait.' },
      NO_WEBSOCKET,
      { about: 'name', text: 'A name that is taken is replaced by a random one; Hookbench says so.' },
      { about: 'visitors', text: 'Browsers are shown a warning page first; webhook senders mostly are not.' },
    ],
    secret: null,
  },
  cloudflared: {
    label: 'Cloudflare Tunnel',
    what: 'A random trycloudflare.com URL without an account, or a host name of your own domain; needs the cloudflared program.',
    limits: [
      { about: 'header case', text: 'Header names arrive in another letter case than they were sent in.' },
      { about: 'header order', text: 'Headers arrive in another order, with Cloudflare’s own (Cf-…) among them.' },
      { about: 'duplicate headers', text: 'Some headers that were sent twice are merged into one.' },
      { about: 'size', text: 'Bodies over 100 MB are refused on free plans.' },
      NO_WEBSOCKET,
      { about: 'name', text: 'Without a token the URL is another one each time.' },
    ],
    secret: {
      label: 'Tunnel token',
      hint: 'Only for a tunnel with a host name of your own: from the Cloudflare dashboard, Networks, Tunnels.',
      required: false,
    },
  },
  ngrok: {
    label: 'ngrok',
    what: 'A URL from ngrok, which stays the same with a reserved domain; needs a free account.',
    limits: [
      { about: 'header case', text: 'Header names arrive in another letter case than they were sent in.' },
      { about: 'header order', text: 'Headers arrive in another order, with X-Forwarded-… added.' },
      {
        about: 'duplicate headers',
        text: 'Headers that were sent twice may arrive otherwise: check the tunnel to see it.',
      },
      { about: 'size', text: 'Free accounts have a monthly limit of requests and bytes.' },
      NO_WEBSOCKET,
      {
        about: 'visitors',
        text: 'Free accounts show browsers a warning page first; webhook senders are not shown it.',
      },
    ],
    secret: {
      label: 'Authtoken',
      hint: 'From dashboard.ngrok.com, Your Authtoken.',
      required: true,
    },
  },
  ssh: {
    label: 'SSH',
    what: 'Any SSH server that forwards ports back: localhost.run, serveo.net, or your own; needs the ssh program.',
    limits: [
      {
        about: 'header case',
        text: 'A plain server of your own changes nothing; hosted ones put a proxy in front that may.',
      },
      { about: 'header order', text: 'Hosted ones add X-Forwarded-… and may change the order.' },
      { about: 'duplicate headers', text: 'Hosted ones may merge headers that were sent twice.' },
      { about: 'size', text: 'Hosted ones may refuse large bodies: check the tunnel to see it.' },
      NO_WEBSOCKET,
      { about: 'name', text: 'Hosted ones give free users a random name that changes now and then.' },
      { about: 'privacy', text: 'Without HTTPS in front of a server of your own, requests travel in clear text.' },
    ],
    secret: null,
  },
  smee: {
    label: 'smee.io',
    what: 'A channel URL that never changes and hands on what was posted to it; made for GitHub webhooks.',
    limits: [
      {
        about: 'signatures',
        text: 'JSON bodies are parsed and written anew, so signatures can break although nothing is wrong.',
      },
      { about: 'body', text: 'Only JSON and forms are carried; other bodies, paths and methods but POST are lost.' },
      { about: 'header case', text: 'Header names arrive in lower case.' },
      { about: 'header order', text: 'Headers arrive in another order, some are left out.' },
      { about: 'duplicate headers', text: 'Headers that were sent twice are merged into one.' },
      { about: 'size', text: 'Large bodies are refused.' },
      NO_WEBSOCKET,
      { about: 'privacy', text: 'Whoever knows the channel’s URL can read what is posted to it.' },
    ],
    secret: null,
  },
  'own-url': {
    label: 'Own URL',
    what: 'You have a proxy or a tunnel already, and tell Hookbench the URL that leads to its receiver.',
    limits: [
      { about: 'headers', text: 'Their case, order and duplicates are up to your proxy: check the tunnel to see it.' },
      { about: 'size', text: 'Your proxy’s limits apply; nginx refuses bodies over 1 MB unless told otherwise.' },
      NO_WEBSOCKET,
    ],
    secret: null,
  },
}

/** The kinds that have a secret. */
export const tunnelSecretKind = tunnelKindId.extract(['cloudflared', 'ngrok'])

export type TunnelSecretKind = z.infer<typeof tunnelSecretKind>
