import { request } from 'node:http'

const enginePaths = /^\/(api|captures|deliveries|uploads)(\/|$)/
const tokenHeader = 'x-hookbench-token'

/**
 * Hands what is for the engine's HTTP door over to it, as a middleware of the development server.
 *
 * The door answers only its own origin with its newest token. A page from the development server has another origin,
 * and after a restart of the engine an older token: both are translated, and only for that page.
 */
export class EngineProxy {
  /** @type {string | null} */
  #door = null
  /** Every token that an engine of this run gave out, the newest last. @type {string[]} */
  #tokens = []

  /** The engine is ready. @param {URL} ui the URL of its screen, with the token in its fragment */
  pointAt(ui) {
    this.#door = ui.origin
    this.#tokens.push(new URLSearchParams(ui.hash.slice(1)).get('token') ?? '')
  }

  /**
   * @param {import('node:http').IncomingMessage} incoming
   * @param {import('node:http').ServerResponse} response
   * @param {() => void} next
   */
  handle = (incoming, response, next) => {
    if (!enginePaths.test(incoming.url ?? '')) return next()
    if (!isOwnPage(incoming)) return refuse(response, 403, 'Only the page of this development server may ask.')
    const door = this.#door
    if (door === null) return refuse(response, 503, 'The engine is not ready yet.')
    const outgoing = request(
      `${door}${incoming.url}`,
      { method: incoming.method, headers: this.#translate(incoming, door) },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
        answer.on('error', () => response.destroy())
      },
    )
    outgoing.on('error', () =>
      response.headersSent ? response.destroy() : refuse(response, 502, 'The engine does not answer.'),
    )
    response.on('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  }

  /** @param {import('node:http').IncomingMessage} incoming @param {string} door */
  #translate(incoming, door) {
    /** @type {import('node:http').OutgoingHttpHeaders} */
    const headers = { ...incoming.headers, host: new URL(door).host }
    if (headers.origin !== undefined) headers.origin = door
    const newest = this.#tokens.at(-1)
    if (newest !== undefined && this.#tokens.includes(String(headers[tokenHeader]))) headers[tokenHeader] = newest
    return headers
  }
}

/** @param {import('node:http').IncomingMessage} incoming */
function isOwnPage({ headers, socket }) {
  const own = new Set([`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`])
  return own.has(headers.host ?? '') && (headers.origin === undefined || headers.origin === `http://${headers.host}`)
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {string} why */
function refuse(response, status, why) {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(why)
}
