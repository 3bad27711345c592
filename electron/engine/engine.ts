import { AppError } from '../../shared/contract/errors.ts'
import type { EngineState } from '../../shared/engine/engine-state.ts'
import { endParts } from './compose/end-parts.ts'
import type { EngineParts } from './compose/engine-parts.ts'
import { engineStateOf } from './compose/engine-state-of.ts'
import { layFoundation } from './compose/foundation.ts'
import { composeIntake } from './compose/intake.ts'
import { composeKeeping } from './compose/keeping.ts'
import { composeLookingThrough } from './compose/looking-through.ts'
import { composePublicUrl } from './compose/public-url.ts'
import { composeSending } from './compose/sending.ts'
import { ContentDecoder } from './content/content-decoder.ts'
import type { EngineDoor } from './engine-door.ts'
import { allHandlers } from './handlers/all-handlers.ts'
import { openContent } from './handlers/open-content.ts'
import type { ShownLog } from './log/log.ts'
import { RunningReceiver } from './receiver/running-receiver.ts'
import type { TrustedConnection } from './signature/get-trusted-text.ts'
import { holdTickClass } from './threads/hold-tick-class.ts'
import type { TunnelOverrides } from './tunnel/tunnel-overrides.ts'

export interface EngineOptions {
  readonly dataFolder: string
  /** Null: without a receiver, to write from the command line. */
  readonly receiver: { readonly port?: number; readonly host?: string } | null
  readonly log: ShownLog
  /** For tests: another way to the hosts of keys and of Amazon's confirmations. */
  readonly trustedConnection?: TrustedConnection | undefined
  /** Puts another database in the place of this engine's, and another engine. Left out: it cannot be done. */
  readonly restore?: (backup: string) => Promise<{ setAside: string }>
}

export interface Engine extends EngineDoor {
  state(): EngineState
  /** The headless screen's URL, once it is known. */
  setUiUrl(url: string | null): void
  /** How it goes is a state, not an error. Throws `AppError` without a receiver. */
  openTunnel(overrides?: TunnelOverrides): void
  /** Opens again what was open at the last end, if the user wants that. */
  reopenTunnel(): void
  close(): Promise<void>
}

/** Throws `AppError` for what a person can fix. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  holdTickClass()
  const { log } = options
  const startedAt = Date.now()
  const state = (): EngineState => engineStateOf(parts, startedAt)
  let ending: Promise<void> | null = null
  const close = (): Promise<void> => {
    ending ??= endParts(parts)
    return ending
  }
  const parts = composeParts(options, state)
  try {
    await startParts(parts, options.receiver)
  } catch (error) {
    await close()
    throw error
  }
  log.info('Engine started', { version: state().version, port: state().receiver.port })

  const { store, hub, uploads, ongoing } = parts.foundation
  const { exports, importUploads } = parts.keeping
  return {
    handlers: allHandlers(parts, {
      state,
      closing: () => ending !== null,
      restore: options.restore ?? cannotRestore,
    }),
    subscribe: (listener) => hub.subscribe(listener),
    openContent: (ref) => openContent(ref, (query, ...args) => store.reader.ask(query, ...args), parts.decoder),
    openExport: (id) => exports.open(id),
    receiveUpload: (bytes) => uploads.receive(bytes),
    receiveImport: (bytes) => importUploads.receive(bytes),
    state,
    setUiUrl: (uiUrl) => ongoing.show({ uiUrl }),
    openTunnel: parts.publicUrl.open,
    reopenTunnel: parts.publicUrl.reopen,
    close,
  }
}

/** The only place that knows all services: each part gets those before it, and the public URL tells the one that signs. */
function composeParts({ dataFolder, log, trustedConnection }: EngineOptions, state: () => EngineState): EngineParts {
  const foundation = layFoundation(dataFolder, log, state)
  const receiver = new RunningReceiver()
  const publicUrl = composePublicUrl(foundation, receiver, { changed: () => lookingThrough.signing.urlsChanged() })
  const lookingThrough = composeLookingThrough(foundation, { tunnelUrl: publicUrl.url, trustedConnection })
  const sending = composeSending(foundation, { receiver, publicUrl, signing: lookingThrough.signing })
  const keeping = composeKeeping(foundation, lookingThrough)
  const intake = composeIntake(foundation, { receiver, publicUrl, lookingThrough, sending })
  const decoder = new ContentDecoder()
  return { foundation, receiver, publicUrl, lookingThrough, sending, keeping, intake, decoder }
}

/** First the door, which may be taken; then what takes up what the last engine left. */
async function startParts(parts: EngineParts, asked: EngineOptions['receiver']): Promise<void> {
  const { foundation, receiver, lookingThrough, keeping, intake } = parts
  const { store, settings, notices, tell, log } = foundation
  store.followState((now) => {
    if (now.kind === 'failing') log.warn('The store fails', { message: now.message })
    else log.info('The store works again')
    tell.state()
  })
  if (asked !== null) await receiver.start({ ...asked, usual: settings.get().receiverPort }, intake)
  const { port, wantedPort } = receiver.state
  if (wantedPort !== null) {
    notices.add(
      `Port ${wantedPort} is taken, so the receiver listens on ${port}. URLs that were pasted with ${wantedPort} do not arrive.`,
    )
  }
  if (store.setAside !== null) {
    notices.add(
      `The database was damaged. It was set aside, not deleted, as ${store.setAside}, and a new one was begun.`,
    )
  }
  keeping.start()
  lookingThrough.start()
}

async function cannotRestore(): Promise<never> {
  throw new AppError('unavailable', 'This engine cannot be given another database. Use `hookbench restore`.')
}
