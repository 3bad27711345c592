import { echoRecognisers } from './echo-recognisers.ts'
import type { Recogniser } from './recogniser.ts'
import { secretRecognisers } from './secret-recognisers.ts'
import { successRecognisers } from './success-recognisers.ts'

/** Every handshake that is known. */
export const recognisers: ReadonlyArray<Recogniser> = [...echoRecognisers, ...secretRecognisers, ...successRecognisers]

/** Ids of those who ask so; of the one that did, if that is known. */
export function askersOf(kind: string, provider: string | null): ReadonlyArray<string> {
  const ids = recognisers.filter((recogniser) => recogniser.kind === kind).flatMap(({ providers }) => providers)
  return provider !== null && ids.includes(provider) ? [provider] : ids
}
