import { z } from 'zod'
import { backup, storageUsage } from '../storage/storage-usage.ts'

/** A file's own name: no folder, nothing hidden. */
const fileName = z.string().regex(/^[A-Za-z0-9][\w.-]{0,200}$/, 'That is no name of a backup.')

export const storageCalls = {
  'storage.usage': { input: z.object({}), output: storageUsage },
  /** Gives free pages back to the disk, in small steps; progress is in the engine state. */
  'storage.compact': { input: z.object({}), output: z.object({ freed: z.number().int() }) },
  /** Copies the whole database while it is used, and looks the copy over; progress likewise. */
  'storage.backup': { input: z.object({}), output: backup },
  'storage.backups': { input: z.object({}), output: z.array(backup) },
  /** Ends what compacts or backs up; what was made of a backup is deleted. */
  'storage.cancel': { input: z.object({}), output: z.object({}) },
  /** Deletes a backup, or a database that was set aside. */
  'storage.deleteFile': { input: z.object({ name: fileName }), output: z.object({}) },
  /**
   * Puts a backup in the place of the database, once it was looked over, and starts the engine anew. What was there is set
   * aside. `setAside`: its file.
   */
  'storage.restore': { input: z.object({ name: fileName }), output: z.object({ setAside: z.string() }) },
} as const
