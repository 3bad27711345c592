import fs from 'node:fs'
import { handedFiles } from '../../../shared/import/handed-files.ts'
import type { ReadNamedFile } from '../../../shared/import/shell/shell-command.ts'
import type { UploadedFiles } from './import-messages.ts'

/** Reads files that came with what names them, one behind the other in one file. No other file is ever opened. */
export function readUploadedFiles({ file, entries }: UploadedFiles): ReadNamedFile {
  const places = new Map<string, { readonly at: number; readonly size: number }>()
  let at = 0
  for (const { name, size } of entries) {
    places.set(name, { at, size })
    at += size
  }
  return handedFiles((name) => {
    const place = places.get(name)
    return place === undefined ? null : readPlace(file, place.at, place.size)
  })
}

/** Latin1. */
function readPlace(file: string, at: number, size: number): string {
  const bytes = Buffer.alloc(size)
  const handle = fs.openSync(file, 'r')
  try {
    if (fs.readSync(handle, bytes, 0, size, at) < size) throw new Error('The files of an import are cut off')
  } finally {
    fs.closeSync(handle)
  }
  return bytes.toString('latin1')
}
