import type { EngineState } from '../../../shared/engine/engine-state.ts'
import { ChangeFeed } from '../captures/change-feed.ts'
import { EndpointDirectory } from '../endpoints/endpoint-directory.ts'
import { EventHub } from '../event-hub.ts'
import type { ShownLog } from '../log/log.ts'
import { Notices } from '../notices.ts'
import { hasSealedSecrets } from '../secrets/has-sealed-secrets.ts'
import { openSecretBox, type SecretBox } from '../secrets/secret-box.ts'
import { SettingsService } from '../settings-service.ts'
import { SigningDirectory } from '../signature/signing-directory.ts'
import { openStore, type Store } from '../store/store.ts'
import { UploadStore } from '../uploads/upload-store.ts'
import { type Announcements, announcements } from './announcements.ts'
import { Ongoing } from './ongoing.ts'

/** What all other services stand on: what is kept, what is set, and the ways to tell screens of it. */
export interface Foundation {
  readonly dataFolder: string
  readonly log: ShownLog
  readonly store: Store
  readonly settings: SettingsService
  readonly secretBox: SecretBox
  readonly signings: SigningDirectory
  readonly endpoints: EndpointDirectory
  readonly uploads: UploadStore
  readonly hub: EventHub
  readonly tell: Announcements
  readonly feed: ChangeFeed
  readonly notices: Notices
  readonly ongoing: Ongoing
}

/** `state` is asked for once all services are there. */
export function layFoundation(dataFolder: string, log: ShownLog, state: () => EngineState): Foundation {
  const hub = new EventHub(log)
  const store = openStore(dataFolder, log)
  const tell = announcements(hub, { state, endpoints: () => endpoints.list() })
  const secretBox = openSecretBox(dataFolder, { hasSealed: () => hasSealedSecrets(store), log })
  const signings = new SigningDirectory(store)
  const endpoints = new EndpointDirectory(store, {
    changed: tell.endpoints,
    secrets: secretBox,
    signing: (slug) => signings.of(slug),
    log,
  })
  const source = { counter: () => store.changes.current, summaries: store.summaries.bind(store) }
  return {
    dataFolder,
    log,
    store,
    settings: new SettingsService(store, (settings) => hub.publish({ event: 'settings.changed', settings }), log),
    secretBox,
    signings,
    endpoints,
    uploads: new UploadStore(dataFolder),
    hub,
    tell,
    feed: new ChangeFeed(source, (event) => hub.publish(event), log),
    notices: new Notices(tell.state),
    ongoing: new Ongoing(tell.state),
  }
}
