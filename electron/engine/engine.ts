import packageJson from '../../package.json' with { type: 'json' }
import { AppError } from '../../shared/contract/errors.ts'
import { publicUrlsOf } from '../../shared/endpoint/endpoint-public-url.ts'
import type { EngineState, ReceiverState } from '../../shared/engine/engine-state.ts'
import { LIMITS } from '../../shared/limits.ts'
import { publicUrlOf, type TunnelState } from '../../shared/tunnel/tunnel-state.ts'
import { CaptureIntake } from './captures/capture-intake.ts'
import { ChangeFeed } from './captures/change-feed.ts'
import type { FreshCapture } from './captures/fresh-capture.ts'
import { coalesce } from './coalesce.ts'
import { ContentDecoder } from './content/content-decoder.ts'
import { openContent } from './content/open-content.ts'
import { KeptDeliveries } from './deliveries/kept-deliveries.ts'
import { EndpointDirectory } from './endpoints/endpoint-directory.ts'
import type { EngineDoor } from './engine-door.ts'
import { EventHub } from './event-hub.ts'
import { ForwardService } from './forward/forward-service.ts'
import { reachesReceiver } from './forward/own-receiver.ts'
import { captureHandlers } from './handlers/capture-handlers.ts'
import { deliveryHandlers } from './handlers/delivery-handlers.ts'
import { endpointHandlers } from './handlers/endpoint-handlers.ts'
import { engineHandlers, type ShownLog } from './handlers/engine-handlers.ts'
import { exportHandlers } from './handlers/export-handlers.ts'
import { importHandlers } from './handlers/import-handlers.ts'
import { redactionHandlers } from './handlers/redaction-handlers.ts'
import { searchHandlers } from './handlers/search-handlers.ts'
import { signatureHandlers } from './handlers/signature-handlers.ts'
import { storageHandlers } from './handlers/storage-handlers.ts'
import { tunnelHandlers } from './handlers/tunnel-handlers.ts'
import { typesHandlers } from './handlers/types-handlers.ts'
import { HandshakeResponder } from './handshake/handshake-responder.ts'
import { newId } from './new-id.ts'
import { Notices } from './notices.ts'
import { RateLimit } from './rate-limit.ts'
import { type Receiver, startReceiver } from './receiver/receiver.ts'
import { savedSecrets } from './redact/saved-secrets.ts'
import { ByteBudget } from './replay/byte-budget.ts'
import { ReplayService } from './replay/replay-service.ts'
import { SearchIndex } from './search/search-index.ts'
import { openSecretBox } from './secrets/secret-box.ts'
import { SettingsService } from './settings-service.ts'
import { ShapeService } from './shapes/shape-service.ts'
import { ExportService } from './share/export-service.ts'
import { ImportService } from './share/import-service.ts'
import type { TrustedConnection } from './signature/get-trusted-text.ts'
import { SigningDirectory } from './signature/signing-directory.ts'
import { SigningService } from './signature/signing-service.ts'
import { StorageService } from './storage/storage-service.ts'
import { Retention, type RetentionRules } from './store/retention.ts'
import { openStore } from './store/store.ts'
import { FidelityService } from './tunnel/fidelity/fidelity-service.ts'
import { leadsToOwnPort } from './tunnel/leads-to-own-port.ts'
import { tunnelKinds } from './tunnel/tunnel-kinds.ts'
import { openTunnelMemory } from './tunnel/tunnel-memory.ts'
import { overrideTunnel, type TunnelOverrides } from './tunnel/tunnel-overrides.ts'
import { TunnelSecrets } from './tunnel/tunnel-secrets.ts'
import { TunnelService } from './tunnel/tunnel-service.ts'
import { UploadStore } from './uploads/upload-store.ts'

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

/** State and counts are told at most this often. */
const TELL_MS = 100
/** Types are made anew for whoever looks at them. */
const TELL_TYPES_MS = 1000
/** Bodies that are being sent, or received as responses, share this: half by themselves, half in runs of replays. */
const SENDING_BYTES = 256 * 1024 * 1024
const TUNNEL_MEMORY = 'tunnel'
/** By themselves, each endpoint's: each is a request to Amazon. */
const CONFIRMATIONS_A_MINUTE = 10
const FIRST_DELETION = 'first-deletion-told'
const NO_RECEIVER: ReceiverState = { port: 0, urls: [], wantedPort: null }

/** Composes the services; the only place that knows them all. Throws `AppError` for what a person can fix. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { dataFolder, log } = options
  const startedAt = Date.now()
  const hub = new EventHub(log)
  const store = openStore(dataFolder, log)
  let receiver: Receiver | null = null
  let wantedPort: number | null = null
  let uiUrl: string | null = null
  let clearing: EngineState['clearing'] = null
  let upkeep: EngineState['upkeep'] = null
  let closing = false

  const state = (): EngineState => ({
    version: packageJson.version,
    startedAt,
    dataFolder,
    receiver: receiver === null ? NO_RECEIVER : { port: receiver.port, urls: [...receiver.urls], wantedPort },
    uiUrl,
    store: store.state,
    tunnel: tunnel.state,
    urlChanged: tunnel.urlChanged,
    forwardQueue: forward.state,
    notices: notices.all(),
    clearing,
    upkeep,
    checking: signing.progress,
    searchIndex: searchIndex.state,
  })
  const tellState = coalesce(() => hub.publish({ event: 'engine.changed', state: state() }), TELL_MS)
  const tellEndpoints = coalesce(
    () => hub.publish({ event: 'endpoints.changed', endpoints: endpoints.list() }),
    TELL_MS,
  )

  const notices = new Notices(tellState)
  const settings = new SettingsService(
    store,
    (changed) => hub.publish({ event: 'settings.changed', settings: changed }),
    log,
  )
  const secretBox = openSecretBox(dataFolder, {
    hasSealed: () => tunnelSecrets.hasAny() || store.endpoints.hasSealedPasswords() || signing.hasSecrets(),
    log,
  })
  const tunnelSecrets = new TunnelSecrets(store, secretBox)
  const redactionOrder = () => ({ rules: settings.get().redaction, secrets: savedSecrets(store, secretBox) })
  const signings = new SigningDirectory(store)
  const endpoints = new EndpointDirectory(store, {
    changed: tellEndpoints,
    secrets: secretBox,
    signing: (slug) => signings.of(slug),
    log,
  })
  const feed = new ChangeFeed(
    { counter: () => store.changes.current, summaries: (seqs) => store.summaries(seqs) },
    (event) => hub.publish(event),
    log,
  )
  const signing = new SigningService({
    store,
    dataFolder,
    secretBox,
    directory: signings,
    endpoints: () => endpoints.all(),
    tunnelUrl: () => publicUrlOf(tunnel.state),
    readRequest: (captureId) => deliveries.readRequest(captureId),
    readUpload: (uploadId) => uploads.read(uploadId),
    log,
    captureChanged: (seqs) => feed.touch(seqs),
    secretsChanged: (endpoint) => hub.publish({ event: 'secrets.changed', endpoint }),
    progressed: tellState,
    passed: () => shapes.identified(),
    identifiedAgain: (endpoint) => shapes.relearn(endpoint),
    connection: options.trustedConnection,
  })
  const tellTypes = coalesce(() => hub.publish({ event: 'types.changed' }), TELL_TYPES_MS)
  const shapes = new ShapeService({
    store,
    dataFolder,
    log,
    identifiedThrough: () => signing.verdicts.passedThrough,
    changed: (seqs) => feed.touch(seqs),
    learned: tellTypes,
  })
  const searchIndex = new SearchIndex({ dataFolder, newest: store.eraser.newest(), log, changed: tellState })
  const handshakes = new HandshakeResponder({
    signingOf: (slug) => signings.of(slug),
    setupOf: (slug) => signing.setupOf(slug),
    log,
  })
  const decoder = new ContentDecoder()
  const uploads = new UploadStore(dataFolder)
  const importUploads = new UploadStore(dataFolder, { folder: 'imports', bytes: LIMITS.importBytes })
  const deliveries = new KeptDeliveries(store, feed, (added) => {
    hub.publish({ event: 'deliveries.added', deliveries: added })
    if (added.some(({ outcome }) => outcome.kind === 'failed')) tunnel.deliveryFailed()
  })
  const budget = new ByteBudget(SENDING_BYTES / 2)
  const targetSettings = async (url: string) => ({ allowSelfSigned: store.targets.find(url)?.allowSelfSigned ?? false })
  const tellTargets = coalesce(() => hub.publish({ event: 'targets.changed' }), TELL_MS)

  const keepTunnel = (text: string): void => {
    store.queue
      .write(() => store.meta.set(TUNNEL_MEMORY, text))
      .catch((error: unknown) => log.warn('The tunnel could not be remembered', { error: String(error) }))
  }
  const theReceiver = (): Receiver => {
    if (receiver !== null) return receiver
    throw new AppError('unavailable', 'The receiver does not run here, so there is nothing to make public.')
  }
  let toldTunnel: TunnelState['kind'] = 'off'
  const tunnel = new TunnelService({
    kinds: tunnelKinds,
    door: {
      openDoor: (via, port) => theReceiver().openDoor(via, port),
      expectProbe: (nonce, arrived, expectation) => theReceiver().expectProbe(nonce, arrived, expectation),
    },
    receiverPort: () => theReceiver().port,
    secret: (kind) => tunnelSecrets.get(kind),
    memory: openTunnelMemory(store.meta.get(TUNNEL_MEMORY), keepTunnel, log),
    log,
    onChange: () => {
      // Each state is told, however short it was: a tunnel that was lost and is back may have missed something.
      if (tunnel.state.kind === toldTunnel) tellState()
      else tellState.flush()
      toldTunnel = tunnel.state.kind
      signing.urlsChanged()
    },
    onNotice: (message) => notices.add(message),
  })
  const fidelity = new FidelityService({
    kinds: tunnelKinds,
    expectProbe: (nonce, arrived, expectation) => theReceiver().expectProbe(nonce, arrived, expectation),
    tunnel: () => tunnel.state,
    detour: () => tunnel.detour,
    newest: (kind) => store.tunnelChecks.newest(kind),
    keep: (report) => store.queue.write(() => store.tunnelChecks.save(report)),
    onState: (checked) => hub.publish({ event: 'tunnel.check', state: checked }),
    log,
  })
  const replay = new ReplayService({
    store: deliveries,
    log,
    budget,
    dataFolder,
    runBytes: SENDING_BYTES / 2,
    readUpload: (uploadId) => uploads.read(uploadId),
    publicUrls: () => publicUrlsOf(endpoints.all(), tunnel.state),
    targetSettings,
    onUsed: (url) => {
      store.queue
        .write(() => store.targets.used(url, Date.now()))
        .then(tellTargets, (error: unknown) => log.warn('A target could not be remembered', { error: String(error) }))
    },
    signing: (chosen) => signing.orderFor(chosen),
    onRun: (run) => hub.publish({ event: 'replay.run', run }),
  })
  const exports = new ExportService({
    dataFolder,
    log,
    onJob: (job) => hub.publish({ event: 'export.job', job }),
    redaction: redactionOrder,
  })
  const forward = new ForwardService({
    store: deliveries,
    log,
    budget,
    targetSettings,
    isOwnReceiver: async (target) =>
      receiver !== null && reachesReceiver(target, { ports: receiver.ports, publicHosts: publicHosts() }),
    newId,
    now: Date.now,
    onState: tellState,
  })
  const publicHosts = (): string[] => {
    const url = publicUrlOf(tunnel.state)
    return url === null ? [] : [new URL(url).hostname]
  }

  const confirmations = new RateLimit(CONFIRMATIONS_A_MINUTE, 60_000, Date.now)
  const confirmByItself = (captureId: string, endpoint: string): void => {
    if (!confirmations.take(endpoint)) return
    signing.confirmSubscription(captureId).then(
      () => log.info('A subscription was confirmed', { capture: captureId, endpoint }),
      (error: unknown) => log.warn('A subscription was not confirmed', { capture: captureId, error: String(error) }),
    )
  }
  const markHandshake = ({ seq, id, endpoint }: FreshCapture, kind: string): void => {
    store.queue
      .write(() => store.handshakes.mark(seq, kind))
      .then(
        // Checked anew: a handshake need not be signed.
        () => {
          signing.verdicts.again([seq])
          if (kind === 'aws-sns' && signings.of(endpoint).confirmSubscriptions) confirmByItself(id, endpoint)
        },
        (error: unknown) => log.error('A handshake could not be marked', error),
      )
  }
  /** Up to this capture there is something to check and to index. */
  const arrived = (seq: number): void => {
    signing.verdicts.received(seq)
    searchIndex.received(seq)
  }
  const kept = (fresh: FreshCapture): void => {
    const { seq, endpoint, state, refused, handshake } = fresh
    if (fresh.via !== null) tunnel.sawTraffic()
    tellEndpoints()
    arrived(seq)
    if (handshake !== null) markHandshake(fresh, handshake)
    const rule = endpoints.forwardOf(endpoint)
    if (rule !== null && state !== 'malformed' && !refused) forward.enqueue(fresh.id, rule)
  }
  const intake = new CaptureIntake(store, endpoints.routes, feed, log, {
    kept,
    refused: (slug) => endpoints.refused(slug),
    isProxiedLocally: () =>
      leadsToOwnPort(tunnelKinds, settings.get().tunnel, tunnel.state, (via) => receiver?.hasDoor(via) ?? false),
    handshake: (request) => handshakes.respond(request),
  })
  const storage = new StorageService({
    store,
    dataFolder,
    endpoints: () => endpoints.list(),
    progress: (now) => {
      upkeep = now
      tellState()
    },
    log,
  })
  const retentionRules = (): RetentionRules => ({ settings: settings.get().retention, endpoints: endpoints.all() })
  const imports = new ImportService({
    store,
    dataFolder,
    uploads: importUploads,
    endpoints,
    signings,
    room: () => ({
      rules: retentionRules(),
      counts: store.counts,
      usedBytes: store.usedBytes(),
      now: Date.now(),
    }),
    log,
    onJob: (job) => hub.publish({ event: 'import.job', job }),
    revealed: (seqs) => {
      feed.touch(seqs)
      tellEndpoints()
      arrived(seqs.at(-1) ?? 0)
    },
    providerSet: (slug) => {
      signing.recheck(slug).catch((error: unknown) => log.error('Imported captures could not be checked anew', error))
    },
  })
  const retention = new Retention(
    store,
    retentionRules,
    {
      erased: (ids) => {
        feed.drop(ids)
        searchIndex.deleted()
        tellEndpoints()
      },
      firstTime: (reason) => tellFirstDeletion(reason),
    },
    log,
  )
  const tellFirstDeletion = (reason: string): void => {
    if (store.meta.get(FIRST_DELETION) !== null) return
    notices.add(`The oldest captures are being deleted: ${reason}. Change this in Settings, or pin what must stay.`)
    store.queue
      .write(() => store.meta.set(FIRST_DELETION, new Date().toISOString()))
      .catch((error: unknown) => log.warn('Could not note the first deletion', { error: String(error) }))
  }
  store.followState((storeState) => {
    if (storeState.kind === 'failing') log.warn('The store fails', { message: storeState.message })
    else log.info('The store works again')
    tellState()
  })

  const openTunnel = (overrides: TunnelOverrides = {}): void => {
    theReceiver()
    tunnel.open(() => overrideTunnel(settings.get().tunnel, overrides))
  }

  const close = async (): Promise<void> => {
    if (closing) return
    closing = true
    await Promise.all([tunnel.shutDown(), fidelity.close()])
    await receiver?.close()
    await Promise.all([
      imports.close(),
      forward.close(),
      replay.close(),
      retention.stop(),
      signing.close(),
      searchIndex.close(),
    ])
    await shapes.close()
    await endpoints.close()
    feed.close()
    deliveries.close()
    for (const tell of [tellState, tellEndpoints, tellTargets, tellTypes]) tell.cancel()
    exports.close()
    await storage.close()
    await decoder.close()
    uploads.close()
    importUploads.close()
    await store.close()
    log.info('Engine ended')
  }

  try {
    if (options.receiver !== null) {
      const wanted = options.receiver.port ?? settings.get().receiverPort
      const exact = options.receiver.port !== undefined
      receiver = await startReceiver({ port: wanted, exact, host: options.receiver.host }, intake)
      if (!exact && receiver.port !== wanted) {
        wantedPort = wanted
        notices.add(
          `Port ${wanted} is taken, so the receiver listens on ${receiver.port}. URLs that were pasted with ${wanted} do not arrive.`,
        )
      }
    }
  } catch (error) {
    await close()
    throw error
  }
  if (store.setAside !== null) {
    notices.add(
      `The database was damaged. It was set aside, not deleted, as ${store.setAside}, and a new one was begun.`,
    )
  }
  retention.start()
  signing.verdicts.start()
  searchIndex.start()
  shapes.start()
  imports.start()
  log.info('Engine started', { version: packageJson.version, port: receiver?.port })

  return {
    handlers: {
      ...captureHandlers(
        store,
        feed,
        {
          counted: tellEndpoints,
          clearing: (progress) => {
            clearing = progress
            if (progress === null) shapes.relearnAll()
            tellState()
          },
          closing: () => closing,
        },
        log,
      ),
      ...endpointHandlers(endpoints, {
        receiverUrl: () => receiver?.urls[0] ?? null,
        checkForwardUrl: (url) => forward.check(url),
        publicUrlChanged: (slug) => signing.recheck(slug),
      }),
      ...signatureHandlers({
        signing,
        endpoint: (slug) => endpoints.get(slug),
        endpointChanged: tellEndpoints,
      }),
      ...exportHandlers(exports),
      ...redactionHandlers(dataFolder, redactionOrder),
      ...importHandlers({ store, feed, intake, readUpload: (uploadId) => uploads.read(uploadId), imports }),
      ...searchHandlers(store, (filters) => hub.publish({ event: 'filters.changed', filters })),
      ...deliveryHandlers(store, replay, tellTargets),
      ...storageHandlers(storage, options.restore ?? cannotRestore),
      ...engineHandlers({ store, settings, notices, log, state }),
      ...typesHandlers(shapes),
      ...tunnelHandlers({
        tunnel,
        kinds: tunnelKinds,
        secrets: tunnelSecrets,
        fidelity,
        settings: () => settings.get().tunnel,
        open: openTunnel,
      }),
    },
    subscribe: (listener) => hub.subscribe(listener),
    openContent: (ref) => openContent(ref, (query, ...args) => store.reader.ask(query, ...args), decoder),
    openExport: (id) => exports.open(id),
    receiveUpload: (bytes) => uploads.receive(bytes),
    receiveImport: (bytes) => importUploads.receive(bytes),
    state,
    setUiUrl: (url) => {
      uiUrl = url
      tellState()
    },
    openTunnel,
    reopenTunnel: () => {
      if (settings.get().tunnel.reopen && tunnel.wasOpen) openTunnel()
    },
    close,
  }
}

async function cannotRestore(): Promise<never> {
  throw new AppError('unavailable', 'This engine cannot be given another database. Use `hookbench restore`.')
}
