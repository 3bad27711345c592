import type { ExportJob } from '../../../../shared/export/export-job.ts'
import type { ImportJob } from '../../../../shared/import/import-job.ts'
import { eventually } from '../../testing/eventually.ts'
import type { TestEngine } from '../../testing/test-engine.ts'

/** Everything that an engine has, as a file. */
export async function exportAll(engine: TestEngine, format: ExportJob['format']): Promise<Buffer> {
  const { id } = await engine.handlers['export.start']({
    scope: { kind: 'filter', filter: {} },
    format,
    deliveries: true,
    redact: false,
  })
  const pieces: Uint8Array[] = []
  for await (const piece of engine.openExport(id)?.bytes ?? []) pieces.push(piece)
  return Buffer.concat(pieces)
}

export interface ImportOptions {
  readonly anyway?: boolean
  readonly endpoint?: string
}

/** The job once the file was read. */
export async function checkFile(
  engine: TestEngine,
  file: Uint8Array | string,
  { endpoint }: ImportOptions = {},
): Promise<ImportJob> {
  async function* bytes(): AsyncIterable<Uint8Array> {
    yield Buffer.from(file as string)
  }
  const { uploadId } = await engine.receiveImport(bytes())
  const request = { uploadId, fileName: 'captures.test', format: null, endpoint: endpoint ?? null, files: null }
  const { id } = await engine.handlers['import.check'](request)
  return jobOnce(engine, id, ({ state }) => state !== 'checking')
}

/** Likewise once all of it is there, or none. */
export async function importFile(
  engine: TestEngine,
  file: Uint8Array | string,
  options: ImportOptions = {},
): Promise<ImportJob> {
  const { id, state, problem } = await checkFile(engine, file, options)
  if (state !== 'checked') throw new Error(problem ?? state)
  await engine.handlers['import.write']({ id, anyway: options.anyway ?? false })
  return jobOnce(engine, id, (job) => job.state !== 'writing')
}

export async function jobOnce(engine: TestEngine, id: string, holds: (job: ImportJob) => boolean): Promise<ImportJob> {
  return eventually(async () => {
    const { job } = await engine.handlers['import.job']({})
    if (job === null || job.id !== id || !holds(job)) throw new Error(`The import is ${JSON.stringify(job?.state)}`)
    return job
  })
}
