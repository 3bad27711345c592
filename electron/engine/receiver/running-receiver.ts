import { AppError } from '../../../shared/contract/errors.ts'
import type { ReceiverState } from '../../../shared/engine/engine-state.ts'
import type { Intake } from './intake.ts'
import type { ProbeArrival, ProbeExpectation } from './probes.ts'
import { type Door, type Receiver, startReceiver } from './receiver.ts'

const NO_RECEIVER: ReceiverState = { port: 0, urls: [], wantedPort: null }

/** The engine's receiver once it runs; an engine that writes for the command line has none. */
export class RunningReceiver {
  private receiver: Receiver | null = null
  private wantedPort: number | null = null

  /** On this port only, where one is asked for; else on `usual` or the next that is free. */
  async start(
    { port, host, usual }: { port?: number | undefined; host?: string | undefined; usual: number },
    intake: Intake,
  ): Promise<void> {
    const wanted = port ?? usual
    const exact = port !== undefined
    this.receiver = await startReceiver({ port: wanted, exact, host }, intake)
    if (!exact && this.receiver.port !== wanted) this.wantedPort = wanted
  }

  get state(): ReceiverState {
    const { receiver, wantedPort } = this
    return receiver === null ? NO_RECEIVER : { port: receiver.port, urls: [...receiver.urls], wantedPort }
  }

  /** The receiver's own port and those of its doors; none without one. */
  get ports(): ReadonlyArray<number> {
    return this.receiver?.ports ?? []
  }

  hasDoor(via: string): boolean {
    return this.receiver?.hasDoor(via) ?? false
  }

  /** Throws `AppError` where no receiver runs, as do the two below. */
  get port(): number {
    return this.expect().port
  }

  async openDoor(via: string, port?: number): Promise<Door> {
    return this.expect().openDoor(via, port)
  }

  expectProbe(nonce: string, arrived: (request: ProbeArrival) => void, options?: ProbeExpectation): () => void {
    return this.expect().expectProbe(nonce, arrived, options)
  }

  async close(): Promise<void> {
    await this.receiver?.close()
  }

  expect(): Receiver {
    if (this.receiver !== null) return this.receiver
    throw new AppError('unavailable', 'The receiver does not run here, so there is nothing to make public.')
  }
}
