import { z } from 'zod'

/** What a file of the data folder is for. `set-aside`: a database that was damaged, or replaced by restoring another. */
const dataFileKind = z.enum(['database', 'log', 'index', 'logs', 'passing', 'backup', 'set-aside', 'other'])

/** A file of the data folder, or all files of a kind that nobody needs to tell apart. */
const dataFile = z.object({
  kind: dataFileKind,
  /** Inside the data folder. */
  name: z.string(),
  bytes: z.number().int(),
})

/** What takes space, in bytes. */
export const storageUsage = z.object({
  dataFolder: z.string(),
  files: z.array(dataFile),
  /** What the database holds. */
  database: z.object({
    /** Of captures, as they were received. */
    bodies: z.number().int(),
    /** Of what was sent, and of responses. */
    deliveries: z.number().int(),
    /** Everything else: headers, answers, notes, verdicts, indexes. */
    rest: z.number().int(),
    /** Pages of deleted captures that new ones will use; compacting gives them back to the disk. */
    free: z.number().int(),
  }),
  endpoints: z.array(z.object({ slug: z.string(), captures: z.number().int(), bytes: z.number().int() })),
})

/** A copy of the database as it was at a time. */
export const backup = z.object({
  /** Its file in the folder `backups` of the data folder. */
  name: z.string(),
  bytes: z.number().int(),
  /** Unix ms. */
  at: z.number().int(),
})

/** Work on the database that takes its time, counted in pages of it. */
export const upkeep = z.object({
  what: z.enum(['compact', 'backup', 'check']),
  done: z.number().int(),
  total: z.number().int(),
})

export type DataFileKind = z.infer<typeof dataFileKind>
export type DataFile = z.infer<typeof dataFile>
export type StorageUsage = z.infer<typeof storageUsage>
export type Backup = z.infer<typeof backup>
export type Upkeep = z.infer<typeof upkeep>
