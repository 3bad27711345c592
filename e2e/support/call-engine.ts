import type { CallInput, CallOutput, Channel } from '../../shared/contract/contract.ts'
import { unwrapReply } from '../../shared/contract/dispatch.ts'
import type { ServedEngine } from './served-engine.ts'

/** A call as the screen makes it, for what a test only has to set up or to look up. */
export async function callEngine<C extends Channel>(
  { origin, token }: ServedEngine,
  channel: C,
  input: CallInput<C>,
): Promise<CallOutput<C>> {
  const response = await fetch(`${origin}/api/call/${channel}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Hookbench-Token': token },
    body: JSON.stringify(input),
  })
  return unwrapReply(channel, await response.json())
}
