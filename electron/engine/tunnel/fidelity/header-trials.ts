import { type HeaderPair, headerValue, pairsFromFlat } from '../../../../shared/http/header-pairs.ts'
import { lastValue } from '../../../../shared/http/stated-sender.ts'
import type { FidelityChange } from '../../../../shared/tunnel/fidelity.ts'
import { comparableHeaders, headerChanges } from './compare-headers.ts'
import { jsonRequest } from './json-request.ts'
import { type Arrived, asSent, type Finding, ITEM_MS, shown, type Trial } from './trial.ts'

/** From the block that is kept for examples (RFC 5737): nobody has it. */
const MADE_UP_ADDRESS = '192.0.2.66'
const TWICE = 'X-Hookbench-Twice'

export const HEADER_TRIALS: ReadonlyArray<Trial> = [
  trial('json-body', [], asSent),
  trial('header-values', [['X-Hookbench-Value', 'a "quoted"; b=1,2  (two spaces)']], judgeValues),
  trial(
    'header-case',
    [
      ['X-HookBench-MixeD', '1'],
      ['x-hookbench-lower', '2'],
      ['X-HOOKBENCH-UPPER', '3'],
    ],
    judgeCase,
  ),
  trial(
    'header-order',
    [
      ['X-Zulu', '1'],
      ['X-Alpha', '2'],
      ['X-Mike', '3'],
      ['Accept-Language', 'en'],
    ],
    judgeOrder,
  ),
  trial(
    'duplicate-headers',
    [
      [TWICE, 'first'],
      ['X-Hookbench-Between', '1'],
      [TWICE, 'second'],
    ],
    judgeDuplicates,
  ),
  trial('sender-address', [['X-Forwarded-For', MADE_UP_ADDRESS]], judgeSender),
]

function trial(id: Trial['id'], headers: ReadonlyArray<HeaderPair>, judge: Trial['judge']): Trial {
  return { id, timeoutMs: ITEM_MS, requests: async (path) => [jsonRequest(path, headers)], judge }
}

function judgeValues({ sentHeaders, arrival }: Arrived): Finding | null {
  const changes = headerChanges(sentHeaders, pairsFromFlat(arrival.headers))
  if (changes.length === 0) return null
  return {
    how: `Headers arrive with another value, or not at all: ${changes.map(({ what }) => what).join(', ')}.`,
    changes,
  }
}

function judgeCase({ sentHeaders, arrival }: Arrived): Finding | null {
  const names = pairsFromFlat(arrival.headers).map(([name]) => name)
  const changes = comparableHeaders(sentHeaders).flatMap(([name]): FidelityChange[] => {
    const found = names.find((other) => other.toLowerCase() === name.toLowerCase())
    return found === undefined || found === name ? [] : [{ what: 'name', sent: name, arrived: found }]
  })
  if (changes.length === 0) return null
  const isLower = changes.every(({ arrived }) => arrived === arrived?.toLowerCase())
  return { how: isLower ? 'Names arrive in lower case.' : 'Names arrive in another letter case.', changes }
}

function judgeOrder({ sentHeaders, arrival }: Arrived): Finding | null {
  const sent = comparableHeaders(sentHeaders).map(([name]) => name.toLowerCase())
  const wanted = new Set(sent)
  const arrived = pairsFromFlat(arrival.headers)
    .map(([name]) => name.toLowerCase())
    .filter((name) => wanted.has(name))
  const left = new Set(arrived)
  const kept = sent.filter((name) => left.has(name))
  if (arrived.join() === kept.join()) return null
  return {
    how: 'Headers arrive in another order.',
    changes: [{ what: 'order', sent: kept.join(', '), arrived: shown(arrived.join(', ')) }],
  }
}

function judgeDuplicates({ arrival }: Arrived): Finding | null {
  const values = pairsFromFlat(arrival.headers)
    .filter(([name]) => name.toLowerCase() === TWICE.toLowerCase())
    .map(([, value]) => value)
  if (values.join('\n') === 'first\nsecond') return null
  const arrived = shown(values.join('\n'))
  const changes = [{ what: TWICE, sent: 'first\nsecond', arrived: values.length === 0 ? null : arrived }]
  if (values.length === 0) return { how: 'A header that stands there twice is lost.', changes }
  if (values.length > 1) return { how: 'Headers that stand there twice arrive changed.', changes }
  const isMerged = /first.*second/.test(arrived)
  return { how: isMerged ? 'Both are merged into one.' : 'Only one of the two arrives.', changes }
}

function judgeSender({ arrival }: Arrived): Finding {
  const headers = pairsFromFlat(arrival.headers)
  const arrived = headerValue(headers, 'x-forwarded-for') ?? null
  const stated = lastValue(headers, 'x-forwarded-for')
  if (stated === MADE_UP_ADDRESS) {
    return {
      how: 'A made-up address arrives as it was sent: through this tunnel it is not known who sent a request.',
      changes: [],
    }
  }
  return {
    how:
      stated === null
        ? 'The tunnel takes X-Forwarded-For away, and does not say who sent a request.'
        : 'The tunnel writes the sender’s address itself, so a made-up one is not taken for it.',
    changes: [{ what: 'X-Forwarded-For', sent: MADE_UP_ADDRESS, arrived: arrived === null ? null : shown(arrived) }],
  }
}
