import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { say } from '../setup/say.mjs'

/** Runs an engine from source and starts it again on demand, never two at once: they would want the same port and data. */
export class EngineRunner {
  /** @type {(ready: { ui: string, receiver: string }) => void} */
  onReady = () => {}
  /** @type {import('node:child_process').ChildProcess | null} */
  #child = null
  /** @type {Promise<void>} */
  #turn = Promise.resolve()
  #args

  /** @param {readonly string[]} args of Node */
  constructor(args) {
    this.#args = args
  }

  start() {
    const child = spawn(process.execPath, [...this.#args], { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#child = child
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = parse(line)
      if (event?.event === 'ready') this.onReady(event)
    })
    child.on('exit', (code) => {
      if (this.#child !== child) return
      this.#child = null
      say(`the engine ended${code === null ? '' : ` with exit code ${code}`}; it starts again when a source changes`)
    })
  }

  /** Restarts asked for meanwhile wait their turn. */
  restart() {
    this.#turn = this.#turn.then(async () => {
      say('the engine changed: starting it again')
      await this.#endChild()
      this.start()
    })
    return this.#turn
  }

  async stop() {
    await this.#turn
    await this.#endChild()
  }

  async #endChild() {
    const child = this.#child
    this.#child = null
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
}

/** @param {string} line @returns {any} */
function parse(line) {
  try {
    return JSON.parse(line)
  } catch {
    return null // Something printed beside the events.
  }
}
