import type { Database } from 'better-sqlite3'
import { openSecretBox } from '../secrets/secret-box.ts'
import { readSettings } from '../settings-service.ts'
import { EndpointStore } from '../store/endpoint-store.ts'
import { MetaStore } from '../store/meta-store.ts'
import { SigningStore } from '../store/signing-store.ts'
import type { RedactionOrder } from './new-redaction.ts'
import { savedSecrets } from './saved-secrets.ts'

/** What to redact by the settings and secrets of a data folder on which no engine runs. */
export function redactionOrderOfFolder(db: Database, dataFolder: string): RedactionOrder {
  const meta = new MetaStore(db)
  const box = openSecretBox(dataFolder, { hasSealed: () => true, log: NO_LOG })
  return {
    rules: readSettings(meta, NO_LOG).redaction,
    secrets: savedSecrets({ signing: new SigningStore(db), endpoints: new EndpointStore(db), meta }, box),
  }
}

/** A command says what matters itself. */
const NO_LOG = { info: () => {}, warn: () => {}, error: () => {} }
