import type { z } from 'zod'
import { captureCalls } from './capture-calls.ts'
import { compareCalls } from './compare-calls.ts'
import { deliveryCalls } from './delivery-calls.ts'
import { endpointCalls } from './endpoint-calls.ts'
import { engineCalls } from './engine-calls.ts'
import { exportCalls } from './export-calls.ts'
import { importCalls } from './import-calls.ts'
import { redactionCalls } from './redaction-calls.ts'
import { searchCalls } from './search-calls.ts'
import { signatureCalls } from './signature-calls.ts'
import { storageCalls } from './storage-calls.ts'
import { tunnelCalls } from './tunnel-calls.ts'
import { typesCalls } from './types-calls.ts'

/** Every call that a screen or the command line can make of the engine, with what goes in and out. */
export const contract = {
  ...captureCalls,
  ...compareCalls,
  ...endpointCalls,
  ...exportCalls,
  ...importCalls,
  ...searchCalls,
  ...signatureCalls,
  ...deliveryCalls,
  ...engineCalls,
  ...redactionCalls,
  ...storageCalls,
  ...tunnelCalls,
  ...typesCalls,
} as const

export type Contract = typeof contract
export type Channel = keyof Contract
/** What a caller passes: defaults may be left out. */
export type CallInput<C extends Channel> = z.input<Contract[C]['input']>
/** What a handler gets: checked, with defaults filled in. */
export type HandlerInput<C extends Channel> = z.output<Contract[C]['input']>
export type CallOutput<C extends Channel> = z.output<Contract[C]['output']>

export type Handlers = {
  readonly [C in Channel]: (input: HandlerInput<C>) => CallOutput<C> | Promise<CallOutput<C>>
}

/** How a screen calls the engine, whatever the transport. Throws `AppError`. */
export type Call = <C extends Channel>(channel: C, input: CallInput<C>) => Promise<CallOutput<C>>

export function isChannel(name: unknown): name is Channel {
  return typeof name === 'string' && Object.hasOwn(contract, name)
}
