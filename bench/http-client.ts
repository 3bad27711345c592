import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededCaptures } from './seeded-captures.ts'

const { port, host, connections, ms, amount, perSecond, body } = JSON.parse(process.argv[2] ?? '{}') as {
  port: number
  /** The Host header; not given: the address's. */
  host?: string
  connections: number
  /** Ends after so long, or after so many, whichever is given. */
  ms?: number
  amount?: number
  /** At most so many; not given: as many as are answered. */
  perSecond?: number
  /** Null: each is another, of `seededCaptures`. */
  body: string | null
}

// Posts as senders do: Node's own client, each connection kept alive and one request after another.
const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
const nextSeeded = seededCaptures(4665)
const nextBody = (): string | Buffer => body ?? nextSeeded().body
const times: number[] = []
const end = performance.now() + (ms ?? Number.POSITIVE_INFINITY)
let left = amount ?? Number.POSITIVE_INFINITY

function post(): Promise<void> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const sent = nextBody()
    const headers = {
      ...(host === undefined ? {} : { Host: host }),
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(sent),
    }
    const request = http.request(
      { host: '127.0.0.1', port, agent, method: 'POST', path: '/hook', headers },
      (response) => {
        if (response.statusCode !== 200) reject(new Error(`answered ${response.statusCode}`))
        response.resume()
        response.on('end', () => {
          times.push(performance.now() - started)
          resolve()
        })
      },
    )
    request.on('error', reject)
    request.end(sent)
  })
}

const started = performance.now()
let begun = 0

async function itsTurn(): Promise<void> {
  if (perSecond === undefined) return
  const at = started + (begun++ / perSecond) * 1000
  if (at > performance.now()) await sleep(at - performance.now())
}

await Promise.all(
  Array.from({ length: connections }, async () => {
    while (performance.now() < end && left-- > 0) {
      await itsTurn()
      await post()
    }
  }),
)
const seconds = (performance.now() - started) / 1000
times.sort((a, b) => a - b)
const at = (share: number) => times[Math.floor(times.length * share)]
process.stdout.write(
  JSON.stringify({ perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), answered: times.length }),
)
process.exit(0)
