import http from 'node:http'

const { port, connections, ms, body } = JSON.parse(process.argv[2] ?? '{}') as {
  port: number
  connections: number
  ms: number
  body: string
}

// Posts as senders do: Node's own client, each connection kept alive and one request after another.
const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }
const times: number[] = []
const end = performance.now() + ms

function post(): Promise<void> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
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
    request.end(body)
  })
}

const started = performance.now()
await Promise.all(
  Array.from({ length: connections }, async () => {
    while (performance.now() < end) await post()
  }),
)
const seconds = (performance.now() - started) / 1000
times.sort((a, b) => a - b)
const at = (share: number) => times[Math.floor(times.length * share)]
process.stdout.write(
  JSON.stringify({ perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), answered: times.length }),
)
process.exit(0)
