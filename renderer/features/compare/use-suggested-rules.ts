import { useQuery } from '@tanstack/react-query'
import { FEWEST_SAMPLES, type RuleSample } from '../../../shared/diff/suggest-rules.ts'
import { headerValue } from '../../../shared/http/header-pairs.ts'
import { call, fetchContent } from '../../host.ts'
import { WorkerChannel } from '../../worker-channel.ts'
import type { Side } from './load-side.ts'
import { capturesOfType } from './previous-capture.ts'
import type { ToSuggestWorker } from './suggest-protocol.ts'

interface SuggestedRules {
  readonly rules: readonly string[]
  /** Captures that were looked at. */
  readonly looked: number
}

const NOTHING: SuggestedRules = { rules: [], looked: 0 }
const LOOKED_AT = 12
/** What is always different shows in small ones; large ones would take long to read. */
const LARGEST_BODY = 1024 * 1024

/** Rules for what always differs in the last events of the type of a side's. */
export function useSuggestedRules({ ref }: Side): SuggestedRules {
  const captureId = ref.kind === 'capture' ? ref.id : null
  const { data } = useQuery({
    queryKey: ['suggested-rules', captureId],
    queryFn: ({ signal }) => findRules(captureId ?? '', signal),
    enabled: captureId !== null,
    retry: false,
    // The next comparison may have more to look at.
    staleTime: 0,
  })
  return data ?? NOTHING
}

async function findRules(captureId: string, signal: AbortSignal): Promise<SuggestedRules> {
  const newest = await call('captures.get', { id: captureId })
  const older = await capturesOfType(newest, { limit: LOOKED_AT - 1, firstOnly: true })
  const wanted = [newest, ...older].filter(({ bodySize }) => bodySize <= LARGEST_BODY)
  if (wanted.length < FEWEST_SAMPLES) return NOTHING
  const samples = await Promise.all(wanted.map(({ id }) => readSample(id, signal)))
  const rules = await suggestInWorker({ samples }, signal)
  return { rules, looked: samples.length }
}

async function readSample(id: string, signal: AbortSignal): Promise<RuleSample> {
  const { method, target, headers, bodySize } = await call('captures.get', { id })
  const response = bodySize === 0 ? null : await fetchContent(`/captures/${id}/decoded-body`, { signal })
  return {
    body: {
      bytes: new Uint8Array((await response?.arrayBuffer()) ?? new ArrayBuffer(0)),
      contentType: headerValue(headers, 'content-type') ?? '',
    },
    head: { kind: 'request', method, target, headers },
  }
}

async function suggestInWorker(message: ToSuggestWorker, signal: AbortSignal): Promise<string[]> {
  signal.throwIfAborted()
  const worker = new Worker(new URL('./suggest-worker.ts', import.meta.url), { type: 'module', name: 'suggest' })
  const channel = new WorkerChannel<ToSuggestWorker>(worker, { name: 'search for rules' })
  signal.addEventListener('abort', () => channel.close(), { once: true })
  try {
    return (await channel.ask(message)) as string[]
  } finally {
    channel.close()
  }
}
