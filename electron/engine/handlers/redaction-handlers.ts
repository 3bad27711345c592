import type { Handlers } from '../../../shared/contract/contract.ts'
import type { RedactionOrder } from '../redact/new-redaction.ts'
import { CaptureRedactor } from '../redact/redact-capture-thread.ts'

export function redactionHandlers(
  dataFolder: string,
  order: () => RedactionOrder,
): Pick<Handlers, 'redaction.capture'> {
  const redactor = new CaptureRedactor(dataFolder)
  return {
    'redaction.capture': ({ id, rules, maxBody }) =>
      redactor.redact({ id, maxBody, order: { ...order(), ...(rules === undefined ? {} : { rules }) } }),
  }
}
