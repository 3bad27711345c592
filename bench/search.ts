import fs from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { CaptureIndexer } from '../electron/engine/search/capture-indexer.ts'
import { histogram } from '../electron/engine/search/histogram.ts'
import { openReadingDatabase } from '../electron/engine/store/open-database.ts'
import { ReadConnection } from '../electron/engine/store/read-connection.ts'
import { indexFile } from '../electron/engine/store/search/index-file.ts'
import { IndexSource } from '../electron/engine/store/search/index-source.ts'
import { openStore, type Store } from '../electron/engine/store/store.ts'
import { quietLog } from '../electron/engine/testing/quiet-log.ts'
import { type ChildServer, startEngineServer } from './child-server.ts'
import { type BenchScreen, connectScreen } from './connect-screen.ts'
import { fillStore } from './fill-store.ts'
import { median } from './median.ts'
import { type LoadResult, postSteadily } from './post-load.ts'
import { keepEverything } from './receive.ts'
import { seededCaptures } from './seeded-captures.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

const SIZES = [100_000, 1_000_000]
const SEED = 1
const ASKED = 9
const PAGE = 100
/** A load that the index keeps up with, and that leaves time on one of two processors. */
const PER_SECOND = 1000
const ROUNDS = 5
const SECONDS = 4
/** Nothing of it is in the index, and nothing matches. */
const SCANNED = '-POST'

/** (g) Finding by text: the first page, the index's size and pace, and what a search costs the receiver. */
export async function benchSearch(): Promise<string[]> {
  const lines: string[] = []
  for (const size of SIZES) lines.push(...(await withTemporaryFolder((folder) => benchStore(folder, size))))
  return lines
}

async function benchStore(folder: string, size: number): Promise<string[]> {
  const name = `search: of ${size.toLocaleString('en')}`
  const store = openStore(folder, quietLog())
  const lines: string[] = []
  try {
    const next = seededCaptures(SEED)
    const ids: string[] = []
    let bytes = 0
    await fillStore(store, size, () => {
      const capture = next()
      ids.push(capture.id)
      bytes += capture.body.length
      return capture
    })
    const perSecond = indexAll(folder, size)
    const ratio = fs.statSync(indexFile(folder)).size / bytes
    lines.push(`${name}: index ${ratio.toFixed(2)} times the bodies (limit 1.2), ${Math.round(perSecond)} captures/s`)
    await drawHistogram(store)
    const oldest = ids[5] as string
    const terms = [
      oldest,
      oldest.slice(0, 10),
      'zeppelin',
      '"zeppelin" endpoint:stripe',
      'quarantine or chargeback',
      'body.token:pi_3a*',
      'nowhere-to-be-found',
      'refund',
    ]
    for (const term of terms) lines.push(`${name}: ${term}: ${await firstPage(store, term)}`)
  } finally {
    await store.close()
  }
  if (size === SIZES[0]) lines.push(...(await benchReceiver(folder, name)))
  return lines
}

/** Captures a second, from nothing to the whole index, by a thread that gives way to nobody. */
function indexAll(dataFolder: string, size: number): number {
  const db = openReadingDatabase(dataFolder)
  const source = new IndexSource(new ReadConnection(db))
  const indexer = new CaptureIndexer(dataFolder, source, { singlyThrough: 0, passOverAfter: null })
  const started = performance.now()
  while (indexer.indexSome());
  const seconds = (performance.now() - started) / 1000
  indexer.close()
  db.close()
  return size / seconds
}

/** What every screen asks of the thread that searches, when it opens and before anybody has typed. */
async function drawHistogram(store: Store): Promise<void> {
  const hour = { from: Date.now() - 3_600_000, to: Date.now(), bars: 60 }
  await histogram((query, ...args) => store.slowReader.ask(query, ...args), hour)
}

/** As a screen asks for it: a page may come in pieces. */
async function firstPage(store: Store, text: string): Promise<string> {
  const times: number[] = []
  let found = 0
  for (let round = 0; round < ASKED; round++) {
    const started = performance.now()
    found = 0
    let before: number | null = Number.MAX_SAFE_INTEGER
    while (before !== null && found < PAGE) {
      const page: { captures: unknown[]; next: number | null } = await store.slowReader.ask('list', {
        text,
        limit: PAGE - found,
        before,
      })
      found += page.captures.length
      before = page.next
    }
    times.push(performance.now() - started)
  }
  return `${found} found, median ${median(times).toFixed(1)} ms, first ${(times[0] as number).toFixed(1)} ms (limit 100 ms)`
}

/** An engine on the same store, that receives while it is searched. */
async function benchReceiver(folder: string, name: string): Promise<string[]> {
  const engine = await startEngineServer(folder)
  try {
    const screen = await connectScreen(engine.ui)
    await keepEverything(screen)
    await engine.settled()
    const { lag, perSecond } = await lagUnder(engine, screen)
    const quiet: LoadResult[] = []
    const searched: LoadResult[] = []
    for (let round = 0; round < ROUNDS; round++) {
      quiet.push(await postSteadily(engine.port, SECONDS, PER_SECOND))
      const stop = searchOnAndOn(screen)
      searched.push(await postSteadily(engine.port, SECONDS, PER_SECOND))
      await stop()
    }
    const ratios = searched.map(({ p99 }, round) => p99 / (quiet[round] as LoadResult).p99)
    const p99 = (results: LoadResult[]) => median(results.map((result) => result.p99)).toFixed(1)
    return [
      `${name}: at ${Math.round(perSecond)} captures/s (wanted ${PER_SECOND}) the index lags at most ${lag.toFixed(1)} s (limit 2 s)`,
      `${name}: p99 to answer ${p99(quiet)} ms, while scanning ${p99(searched)} ms, ratio ${median(ratios).toFixed(2)} (limit 1.5; rounds ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`,
    ]
  } finally {
    await engine.stop()
  }
}

async function lagUnder(engine: ChildServer, screen: BenchScreen): Promise<{ lag: number; perSecond: number }> {
  let isOver = false
  const load = postSteadily(engine.port, SECONDS * 3, PER_SECOND).finally(() => {
    isOver = true
  })
  let most = 0
  while (!isOver) {
    const { searchIndex } = await screen.call('engine.state', {})
    most = Math.max(most, searchIndex?.seconds ?? 0)
    await sleep(100)
  }
  const { perSecond } = await load
  return { lag: most, perSecond }
}

/** What no index can answer, from the newest capture to the oldest, and again. */
function searchOnAndOn(screen: BenchScreen): () => Promise<void> {
  let isOver = false
  const search = async () => {
    let before: number | null = null
    while (!isOver) {
      const page: { next: number | null } = await screen.call('captures.list', {
        text: SCANNED,
        limit: PAGE,
        ...(before === null ? {} : { before }),
      })
      before = page.next
    }
  }
  const searching = search()
  return () => {
    isOver = true
    return searching
  }
}
