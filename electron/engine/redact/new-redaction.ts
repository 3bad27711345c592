import { createHmac, randomBytes } from 'node:crypto'
import { Redaction } from '../../../shared/redact/redaction.ts'
import type { RedactionRules } from '../../../shared/redact/redaction-rules.ts'
import type { SavedSecrets } from './saved-secrets.ts'

/** What a thread needs to redact. */
export interface RedactionOrder {
  readonly rules: RedactionRules
  readonly secrets: SavedSecrets
}

/** For one export. Its key is drawn here and forgotten with it, so that nobody can try values against its placeholders. */
export function newRedaction({ rules, secrets }: RedactionOrder): Redaction {
  const key = randomBytes(32)
  const keyedName = (value: string): string => {
    const digest = createHmac('sha256', key).update(value, 'latin1').digest('hex')
    return BigInt(`0x${digest.slice(0, 24)}`).toString(36)
  }
  return new Redaction({ rules, secrets: secrets.values, unreadable: secrets.unreadable, keyedName })
}
