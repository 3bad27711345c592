import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A folder of its own for a benchmark, gone afterwards. */
export async function withTemporaryFolder<Value>(use: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hookbench-bench-'))
  try {
    return await use(folder)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}
