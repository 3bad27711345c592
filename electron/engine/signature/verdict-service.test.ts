import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { CheckScan } from '../store/checked-queries.ts'
import { keep, openTempStore, received, type TempStore, until } from '../store/testing/temp-store.ts'
import { quietLog } from '../testing/quiet-log.ts'
import type { Question } from '../threads/questions.ts'
import { endInstead } from '../threads/testing/end-thread.ts'
import { KeyFetcher } from './key-fetcher.ts'
import { VerdictService } from './verdict-service.ts'

const STRIPE = JSON.stringify(['Stripe-Signature', 't=1,v1=00'])

test('leaves no capture out because what was found could not be written for a while', async () => {
  const temp = openTempStore()
  const { store } = temp
  const save = vi.spyOn(store.verdicts, 'save')
  for (let failures = 0; failures < 3; failures++) {
    save.mockImplementationOnce(() => {
      throw new Error('disk full')
    })
  }
  const service = serve(temp)
  for (const seq of await stripeCaptures(temp, 4)) service.received(seq)
  await until(() => store.verdicts.through() === 4)
  expect(store.db.prepare('SELECT seq FROM verdicts ORDER BY seq').pluck().all()).toEqual([1, 2, 3, 4])
})

test('tells what it has written at once, whether or not the rest can be written', async () => {
  const temp = openTempStore()
  vi.spyOn(temp.store.verdicts, 'setThrough').mockImplementation(() => {
    throw new Error('disk full')
  })
  const told: number[][] = []
  const service = serve(temp, (seqs) => told.push([...seqs]))
  for (const seq of await stripeCaptures(temp, 1)) service.received(seq)
  // Its verdict, then that its bytes are those of nothing before: of which screens need not hear.
  await until(() => told.length >= 2)
  expect(told[0]).toEqual([1])
})

test('finds the capture that ends the thread, and leaves out no other', async () => {
  const temp = openTempStore()
  const { store } = temp
  const service = serve(temp)
  const saved = savedFrom(store)
  endThreadsAt(2)
  for (const seq of await stripeCaptures(temp, 4)) service.received(seq)
  await until(() => store.verdicts.through() === 4)
  expect(saved).toEqual([1, 2, 3, 4])
  expect(failedOf(store)).toEqual([2])
})

test.each(['checked anew', 'whose key came'])('leaves out no other of those %s', async (which) => {
  const temp = openTempStore()
  const { store } = temp
  const service = serve(temp)
  const seqs = await stripeCaptures(temp, 5)
  for (const seq of seqs) service.received(seq)
  await until(() => store.verdicts.through() === 5)
  const saved = savedFrom(store)
  endThreadsAt(3)
  if (which === 'checked anew') await service.recheck('default')
  else service.again(seqs)
  await until(() => saved.length === 5 && service.progress === null)
  expect(saved.toSorted()).toEqual([1, 2, 3, 4, 5])
  expect(failedOf(store)).toEqual([3])
  expect(store.rechecks.all()).toEqual([])
})

/** Captures that could not be checked. */
function failedOf({ db }: TempStore['store']): unknown {
  return db.prepare("SELECT seq FROM verdicts WHERE reason = 'check-failed'").pluck().all()
}

/** Captures whose verdict is written from now on, as they are. */
function savedFrom(store: TempStore['store']): number[] {
  const saved: number[] = []
  const save = store.verdicts.save.bind(store.verdicts)
  vi.spyOn(store.verdicts, 'save').mockImplementation((verdicts, now) => {
    saved.push(...verdicts.map(({ seq }) => seq))
    return save(verdicts, now)
  })
  return saved
}

/** As if checking this capture took more memory than the thread may have. */
function endThreadsAt(seq: number): void {
  const post = Worker.prototype.postMessage
  const spy = vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker, message: unknown) {
    const { name, args } = message as Question
    if (name === 'slice' && reaches(args[0] as CheckScan, seq)) endInstead(this, post)
    else post.call(this, message)
  })
  onTestFinished(() => spy.mockRestore())
}

/** Of captures that follow each other without gaps. */
function reaches(scan: CheckScan, seq: number): boolean {
  const most = scan.most ?? 100
  if (scan.kind === 'new' || scan.kind === 'identify') return scan.after < seq && scan.after + most >= seq
  return scan.kind === 'endpoint'
    ? scan.below > seq && scan.below - most <= seq
    : scan.seqs.slice(0, most).includes(seq)
}

function serve({ store, folder }: TempStore, heard: (seqs: ReadonlyArray<number>) => void = () => {}): VerdictService {
  const service = new VerdictService({
    store,
    dataFolder: folder,
    keys: new KeyFetcher({ ownUrls: () => new Set() }),
    setups: () => new Map(),
    log: quietLog(),
    changed: heard,
    progress: () => {},
    passed: () => {},
    identifiedAgain: () => {},
  })
  onTestFinished(() => service.close())
  return service
}

function stripeCaptures({ store }: TempStore, count: number): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, () => keep(store, received({ headersJson: STRIPE }))))
}
