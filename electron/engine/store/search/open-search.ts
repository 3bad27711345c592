import type { ReadConnection } from '../read-connection.ts'
import { CaptureSearch, type UnaskableCapture } from './capture-search.ts'
import { IndexReader } from './index-reader.ts'
import { IndexSource } from './index-source.ts'

/** Searches captures on a connection, with the index of their folder for as long as there is one. */
export function openSearch(db: ReadConnection, dataFolder: string, unaskable?: UnaskableCapture): CaptureSearch {
  return new CaptureSearch(db, new IndexReader(dataFolder, new IndexSource(db)), unaskable)
}
