import { assertNever } from '../../shared/assert-never.ts'
import type { CaptureDetail } from '../../shared/capture/capture.ts'
import type { EngineState, Notice } from '../../shared/engine/engine-state.ts'
import type { TunnelState, UrlChange } from '../../shared/tunnel/tunnel-state.ts'
import { captureJson } from './capture-json.ts'
import type { CommandContext } from './command-context.ts'
import { jsonLine } from './json-line.ts'
import { ClosedPipeError } from './output.ts'
import { printableLine } from './printable.ts'

export interface ServeAddresses {
  readonly receiver: ReadonlyArray<string>
  /** With the token. */
  readonly ui: string
  readonly data: string
}

/** What `serve` says while it runs. A reader that goes away does not end it: webhooks would be lost for that. */
export interface ServeReporter {
  ready(addresses: ServeAddresses): Promise<void>
  captured(capture: CaptureDetail): Promise<void>
  /** Called with every state of the engine; says what is new in it. */
  state(state: EngineState): Promise<void>
  /** Something to know that is no event. */
  warn(message: string): Promise<void>
}

export function jsonReporter({ out, err }: CommandContext): ServeReporter {
  const event = (value: unknown): Promise<void> => unlessClosed(out.line(jsonLine(value)))
  const warn = (message: string): Promise<void> => unlessClosed(err.line(printableLine(message)))
  const news = engineNews((tunnel, changed) => event(tunnelEvent(tunnel, changed)), warn)
  return {
    ready: ({ receiver, ui, data }) => event({ event: 'ready', receiver: receiver[0], ui, data }),
    captured: (capture) => event({ event: 'captured', ...captureJson(capture) }),
    state: news,
    warn,
  }
}

export function humanReporter({ out, err }: CommandContext, version: string): ServeReporter {
  const line = (text: string): Promise<void> => unlessClosed(out.line(text))
  const warn = (message: string): Promise<void> => unlessClosed(err.line(err.style('yellow', printableLine(message))))
  const fact = (name: string, value: string): Promise<void> => line(`  ${out.style('dim', name.padEnd(9))} ${value}`)
  return {
    async ready({ receiver, ui, data }) {
      await line(out.style('bold', `Hookbench ${version}`))
      await fact('receiver', receiver.join('  '))
      await fact('screen', ui)
      await fact('data', data)
    },
    captured: async () => {},
    state: engineNews((tunnel) => fact('tunnel', printableLine(describeTunnel(tunnel))), warn),
    warn,
  }
}

/** Compares each state with the one before, so that everything is said once. */
function engineNews(
  onTunnel: (tunnel: TunnelState, changed: UrlChange | null) => Promise<void>,
  warn: (message: string) => Promise<void>,
): (state: EngineState) => Promise<void> {
  let tunnel = tunnelKey({ kind: 'off' }, null)
  let store: EngineState['store']['kind'] = 'ok'
  const noticed = new Set<Notice['id']>()
  return async (state) => {
    const tunnelNow = tunnelKey(state.tunnel, state.urlChanged)
    const storeBefore = store
    const notices = state.notices.filter(({ id }) => !noticed.has(id))
    const isTunnelNew = tunnelNow !== tunnel
    tunnel = tunnelNow
    store = state.store.kind
    for (const { id } of notices) noticed.add(id)

    if (isTunnelNew) await onTunnel(state.tunnel, state.urlChanged)
    if (state.store.kind === 'failing' && storeBefore === 'ok') await warn(state.store.message)
    if (state.store.kind === 'ok' && storeBefore === 'failing') await warn('Captures are kept again.')
    for (const { message } of notices) await warn(message)
  }
}

/** What makes a tunnel's state news: not its latency, nor how often it was tried. */
function tunnelKey(tunnel: TunnelState, changed: UrlChange | null): string {
  return JSON.stringify([tunnel.kind, 'url' in tunnel ? tunnel.url : null, reasonOf(tunnel), changed])
}

function tunnelEvent(tunnel: TunnelState, changed: UrlChange | null) {
  const reason = reasonOf(tunnel)
  return {
    event: 'tunnel',
    state: tunnel.kind,
    ...('url' in tunnel ? { url: tunnel.url } : {}),
    ...(reason === null ? {} : { reason }),
    ...(changed === null ? {} : { urlChanged: { from: changed.from, to: changed.to } }),
  }
}

function reasonOf(tunnel: TunnelState): string | null {
  if (tunnel.kind === 'lost') return tunnel.reason
  if (tunnel.kind === 'refused') return `${tunnel.reason} ${tunnel.advice}`
  return tunnel.kind === 'degraded' ? tunnel.why : null
}

function describeTunnel(tunnel: TunnelState): string {
  switch (tunnel.kind) {
    case 'off':
      return 'closed'
    case 'opening':
      return 'opening …'
    case 'open':
      return tunnel.url
    case 'degraded':
      return `${tunnel.url} (${tunnel.why})`
    case 'lost':
      return `lost: ${tunnel.reason} It is opened again by itself.`
    case 'refused':
      return `refused: ${tunnel.reason} ${tunnel.advice}`
    default:
      return assertNever(tunnel)
  }
}

async function unlessClosed(written: Promise<void>): Promise<void> {
  try {
    await written
  } catch (error) {
    if (!(error instanceof ClosedPipeError)) throw error
  }
}
