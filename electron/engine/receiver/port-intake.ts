import type { Log, LogFields } from '../log/log.ts'
import type { ReceivedCapture } from '../store/received-capture.ts'
import type { AnswerContent, GivenAnswer, Intake, KeptCapture, Route } from './intake.ts'
import { packCaptures, type TicketedCapture } from './packed-captures.ts'
import type { FromReceiver, KeptMessage } from './receiver-messages.ts'
import type { Routes } from './routes.ts'

type Done = Parameters<Intake['keep']>[1]

/**
 * The engine as its receiver's thread sees it. What one turn of the loop brings goes over as one message, captures and
 * answers alike: a message costs as much as receiving a request.
 */
export class PortIntake implements Intake {
  readonly log: Log
  private readonly routes: Routes
  private readonly send: (message: FromReceiver, transfer?: ArrayBuffer[]) => void
  private readonly waiting = new Map<number, Done>()
  private readonly knownAnswers = new WeakMap<Uint8Array, number>()
  private captures: TicketedCapture[] = []
  private newAnswers: Array<[number, AnswerContent]> = []
  private answered: number[] = []
  private unanswered: Array<[number, string]> = []
  private lastTicket = 0
  private lastAnswer = 0
  private scheduled = false

  constructor(routes: Routes, send: (message: FromReceiver, transfer?: ArrayBuffer[]) => void) {
    this.routes = routes
    this.send = send
    this.log = portLog(send)
  }

  /** Captures that have not been answered for by the engine yet. */
  get pending(): number {
    return this.waiting.size
  }

  route(target: string | null): Route {
    return this.routes.of(target)
  }

  keep(capture: ReceivedCapture, done: Done): void {
    const ticket = ++this.lastTicket
    this.waiting.set(ticket, done)
    this.captures.push({ ticket, capture })
    this.schedule()
  }

  /** The engine's word on captures that were sent over. */
  settle({ kept, failed }: KeptMessage): void {
    for (const ticket of kept) this.take(ticket)?.(null, this.keptCapture(ticket))
    for (const [ticket, message] of failed) this.take(ticket)?.(new Error(message), null)
  }

  /** Sends what waits. */
  readonly flush = (): void => {
    this.scheduled = false
    const { captures } = this
    if (captures.length > 0) {
      this.captures = []
      const { packed, transfer } = packCaptures(captures)
      this.send({ kind: 'captures', packed }, transfer)
    }
    if (this.answered.length > 0 || this.unanswered.length > 0) {
      const { newAnswers, answered, unanswered } = this
      this.newAnswers = []
      this.answered = []
      this.unanswered = []
      this.send({ kind: 'answered', newAnswers, answered, unanswered })
    }
  }

  private take(ticket: number): Done | undefined {
    const done = this.waiting.get(ticket)
    this.waiting.delete(ticket)
    return done
  }

  private keptCapture(ticket: number): KeptCapture {
    return {
      answered: (answer) => {
        this.answered.push(ticket, this.numberOf(answer), answer.afterUs)
        this.schedule()
      },
      unanswered: (reason) => {
        this.unanswered.push([ticket, reason])
        this.schedule()
      },
    }
  }

  private numberOf({ status, headers, body }: GivenAnswer): number {
    const known = this.knownAnswers.get(body)
    if (known !== undefined) return known
    const number = ++this.lastAnswer
    this.knownAnswers.set(body, number)
    this.newAnswers.push([number, { status, headers, body }])
    return number
  }

  private schedule(): void {
    if (this.scheduled) return
    this.scheduled = true
    setImmediate(this.flush)
  }
}

/** Lines of the thread are written where all others are. */
function portLog(send: (message: FromReceiver) => void): Log {
  const tell = (level: 'info' | 'warn' | 'error', message: string, fields: LogFields): void =>
    send({ kind: 'log', level, message, fields })
  return {
    info: (message, fields = {}) => tell('info', message, fields),
    warn: (message, fields = {}) => tell('warn', message, fields),
    error: (message, error, fields = {}) =>
      tell('error', message, {
        ...fields,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
  }
}
