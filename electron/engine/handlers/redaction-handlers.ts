import type { Handlers } from '../../../shared/contract/contract.ts'
import type { RedactionOrder } from '../redact/new-redaction.ts'
import { redactInThread } from '../redact/redact-capture-thread.ts'

export function redactionHandlers(
  dataFolder: string,
  order: () => RedactionOrder,
): Pick<Handlers, 'redaction.capture'> {
  return {
    'redaction.capture': ({ id, rules, maxBody }) =>
      redactInThread({ dataFolder, id, maxBody, order: { ...order(), ...(rules === undefined ? {} : { rules }) } }),
  }
}
