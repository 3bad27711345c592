import type { DataFileKind, StorageUsage } from '../../../shared/storage/storage-usage.ts'

export interface StoragePart {
  readonly label: string
  readonly bytes: number
  /** What it is, or what can be done about it. */
  readonly note: string
}

/** What takes space, in an order that stays; what takes none is left out. */
export function storageParts({ database, files }: StorageUsage): StoragePart[] {
  const of = (kind: DataFileKind) =>
    files.filter((file) => file.kind === kind).reduce((sum, { bytes }) => sum + bytes, 0)
  const parts: StoragePart[] = [
    { label: 'Bodies of captures', bytes: database.bodies, note: 'As they were received.' },
    { label: 'Bodies of deliveries', bytes: database.deliveries, note: 'What was sent edited, and the responses.' },
    { label: 'Headers, answers, notes, indexes', bytes: database.rest, note: 'The rest of the database.' },
    {
      label: 'Free in the database',
      bytes: database.free,
      note: 'New captures will use it; compacting gives it back.',
    },
    { label: 'Search index', bytes: of('index'), note: 'Made from the captures.' },
    { label: 'Write-ahead log', bytes: of('log'), note: 'At most some 64 MiB; empties by itself.' },
    { label: 'Log files', bytes: of('logs'), note: 'At most 5 of 5 MiB.' },
    { label: 'Uploads and exports', bytes: of('passing'), note: 'Gone when Hookbench ends.' },
    { label: 'Backups', bytes: of('backup'), note: 'Listed below.' },
    { label: 'Databases set aside', bytes: of('set-aside'), note: 'Damaged, or replaced by a backup; listed below.' },
    { label: 'Other files', bytes: of('other'), note: 'Keys and settings of this folder.' },
  ]
  return parts.filter(({ bytes }) => bytes > 0)
}
