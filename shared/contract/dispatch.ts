import type { z } from 'zod'
import { type Channel, contract, type Handlers, isChannel } from './contract.ts'
import { AppError, type Reply } from './errors.ts'

/**
 * Told of every error that is ours, whole, and of input that is refused, as `AppError`. The caller gets one plain sentence, in
 * which the call is not named: a person reads it.
 */
export type ReportFault = (channel: string, error: unknown) => void

/**
 * Parses the input, runs the handler, parses the output. Knows nothing of transports and never throws: whatever goes
 * wrong is a value, since errors do not survive Electron's IPC.
 */
export async function dispatch(
  handlers: Handlers,
  channel: unknown,
  raw: unknown,
  reportFault: ReportFault,
): Promise<Reply<unknown>> {
  if (!isChannel(channel)) {
    return { ok: false, error: { kind: 'not-found', message: `There is no call named ${JSON.stringify(channel)}.` } }
  }
  const input = contract[channel].input.safeParse(raw)
  if (!input.success) {
    const refused = new AppError('invalid-input', describeIssues(input.error))
    reportFault(channel, refused)
    return { ok: false, error: { kind: refused.kind, message: refused.message } }
  }
  try {
    const handler = handlers[channel] as (input: unknown) => unknown
    const value = await handler(input.data)
    return { ok: true, value: contract[channel].output.parse(value) }
  } catch (error) {
    if (error instanceof AppError) return { ok: false, error: { kind: error.kind, message: error.message } }
    reportFault(channel, error)
    return { ok: false, error: { kind: 'bug', message: 'This failed. The log says more; please report it.' } }
  }
}

/** Turns a reply back into a value or a thrown `AppError`, on the caller's side. */
export function unwrapReply<C extends Channel>(
  _channel: C,
  reply: Reply<unknown>,
): z.output<(typeof contract)[C]['output']> {
  if (!reply.ok) throw new AppError(reply.error.kind, reply.error.message)
  return reply.value as z.output<(typeof contract)[C]['output']>
}

function describeIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => (issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message))
    .join('; ')
}
