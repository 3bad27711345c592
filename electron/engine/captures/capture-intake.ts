import type { HandshakeReply, ReceivedHandshake } from '../handshake/handshake-responder.ts'
import type { Log } from '../log/log.ts'
import type { GivenAnswer, Intake, KeptCapture, Route } from '../receiver/intake.ts'
import type { Routes } from '../receiver/routes.ts'
import type { AnswerNote } from '../store/capture-writer.ts'
import type { ReceivedCapture } from '../store/received-capture.ts'
import type { Store } from '../store/store.ts'
import type { ChangeFeed } from './change-feed.ts'
import { FreshCapture } from './fresh-capture.ts'

/** What the engine does about what was received. */
export interface IntakeListener {
  kept(fresh: FreshCapture): void
  /** By the access rules of an endpoint. */
  refused(slug: string): void
  /** See `Intake`. */
  isProxiedLocally(): boolean
  handshake(request: ReceivedHandshake): HandshakeReply | null
}

/** Puts what the receiver takes into the store, and tells the feed. */
export class CaptureIntake implements Intake {
  readonly log: Log
  private readonly store: Store
  private readonly routes: Routes
  private readonly feed: ChangeFeed
  private readonly listener: IntakeListener
  private readonly versions = new WeakMap<Uint8Array, number>()

  constructor(store: Store, routes: Routes, feed: ChangeFeed, log: Log, listener: IntakeListener) {
    this.store = store
    this.routes = routes
    this.feed = feed
    this.log = log
    this.listener = listener
  }

  get isProxiedLocally(): boolean {
    return this.listener.isProxiedLocally()
  }

  refused(slug: string): void {
    this.listener.refused(slug)
  }

  handshake(request: ReceivedHandshake): HandshakeReply | null {
    return this.listener.handshake(request)
  }

  route(target: string | null): Route {
    return this.routes.of(target)
  }

  keep(capture: ReceivedCapture, done: (error: unknown | null, kept: KeptCapture | null) => void): void {
    this.store.captures.keep(capture, (error, seq) => {
      if (error !== null) {
        done(error, null)
        return
      }
      const fresh = new FreshCapture(capture, seq, this.store.changes.current)
      this.feed.put(fresh)
      done(null, this.keptCapture(fresh))
      this.listener.kept(fresh)
    })
  }

  private keptCapture(fresh: FreshCapture): KeptCapture {
    const keptAt = performance.now()
    const note = (answer: AnswerNote) => {
      this.store.captures.noteAnswer(fresh.seq, answer, () => {
        // It may have been pinned, forwarded or deleted meanwhile: then only the store knows how it is.
        if (this.feed.editedSince(fresh, keptAt)) {
          this.feed.touch([fresh.seq])
          return
        }
        fresh.answered(this.store.changes.current, answer)
        this.feed.put(fresh)
      })
    }
    return {
      answered: (answer) => this.noteGiven(answer, note),
      unanswered: (reason) => note({ kind: 'unanswered', reason }),
    }
  }

  /** An answer is kept once; those that follow only name it. */
  private noteGiven({ status, headers, body, afterUs }: GivenAnswer, note: (answer: AnswerNote) => void): void {
    const known = this.versions.get(body)
    if (known !== undefined) {
      note({ kind: 'answered', version: known, status, afterUs })
      return
    }
    this.store.queue
      .write(() => this.store.endpoints.answerVersion(status, headers, body))
      .then(
        (version) => {
          this.versions.set(body, version)
          note({ kind: 'answered', version, status, afterUs })
        },
        (error: unknown) => {
          this.log.error('An answer could not be kept', error)
          note({ kind: 'answered', version: null, status, afterUs })
        },
      )
  }
}
