import { workerData } from 'node:worker_threads'
import type { SnippetLanguage } from '../../../shared/signature/snippets/snippet.ts'
import { CaptureIdentifier } from '../events/capture-identifier.ts'
import { CheckedQueries, type CheckScan } from '../store/checked-queries.ts'
import { EventLinkQueries } from '../store/event-link-queries.ts'
import { ExampleQueries } from '../store/example-queries.ts'
import { openReadingDatabase } from '../store/open-database.ts'
import { ReadConnection } from '../store/read-connection.ts'
import { answerQuestions } from '../threads/answer-questions.ts'
import { giveWayToReceiver } from '../threads/give-way.ts'
import { CaptureChecker } from './capture-checker.ts'
import type { CheckedAs, CheckedSlice, ReportAnswer, SnippetAnswer } from './checker-answers.ts'
import type { FetchedKeys, SigningSetups } from './signing-setup.ts'

// Signatures are checked on a thread of its own, with a read-only connection: the receiver never waits for one.
giveWayToReceiver()
const db = openReadingDatabase((workerData as { dataFolder: string }).dataFolder)
const connection = new ReadConnection(db)
const checker = new CaptureChecker(
  new CheckedQueries(connection),
  new CaptureIdentifier(new EventLinkQueries(connection)),
  new ExampleQueries(connection),
)

const calls = {
  /** Holds for every question after it. */
  setups: (setups: SigningSetups): void => checker.set(setups),
  slice: (scan: CheckScan, fetched: FetchedKeys): CheckedSlice => checker.slice(scan, fetched),
  report: (captureId: string, as: CheckedAs, fetched: FetchedKeys): ReportAnswer =>
    checker.report(captureId, as, fetched, Date.now()),
  snippet: (captureId: string, as: CheckedAs, language: SnippetLanguage, fetched: FetchedKeys): SnippetAnswer =>
    checker.snippet(captureId, as, language, fetched),
}

export type CheckerCalls = typeof calls

answerQuestions(calls, { close: () => db.close() })
