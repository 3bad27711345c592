import { z } from 'zod'

/** What captures can be written as. */
export const exportFormat = z.enum(['bundle', 'har', 'ndjson', 'csv', 'zip'])

export type ExportFormat = z.infer<typeof exportFormat>

export interface ExportFormatFacts {
  readonly id: ExportFormat
  readonly title: string
  /** Says what is in it, and what is not. */
  readonly description: string
  readonly extension: string
  readonly mediaType: string
  readonly hasDeliveries: boolean
  /** Whether it comes back in as it was. */
  readonly isImported: boolean
  /** Of a capture: all of it, or less. */
  readonly has: 'everything' | 'bodies' | 'columns'
}

/** In the order in which they are offered. */
export const EXPORT_FORMATS: ReadonlyArray<ExportFormatFacts> = [
  {
    id: 'bundle',
    title: 'Hookbench bundle',
    description:
      'Everything in one file: captures, deliveries, notes, and how endpoints are set up, without their secrets.',
    extension: 'hookbench',
    mediaType: 'application/vnd.hookbench.bundle',
    hasDeliveries: true,
    isImported: true,
    has: 'everything',
  },
  {
    id: 'har',
    title: 'HAR 1.2',
    description: 'HTTP Archive, as browsers and proxies read it. Replays are entries of their own.',
    extension: 'har',
    mediaType: 'application/json',
    hasDeliveries: true,
    isImported: true,
    has: 'everything',
  },
  {
    id: 'ndjson',
    title: 'NDJSON',
    description:
      'One JSON object a line, for scripts: captures with their bodies as base64, and deliveries behind them.',
    extension: 'ndjson',
    mediaType: 'application/x-ndjson',
    hasDeliveries: true,
    isImported: true,
    has: 'everything',
  },
  {
    id: 'csv',
    title: 'CSV',
    description: 'A table for spreadsheets: one row a capture, without headers and bodies.',
    extension: 'csv',
    mediaType: 'text/csv',
    hasDeliveries: false,
    isImported: false,
    has: 'columns',
  },
  {
    id: 'zip',
    title: 'Zip of bodies',
    description: 'The bodies alone, byte for byte, a file each.',
    extension: 'zip',
    mediaType: 'application/zip',
    hasDeliveries: false,
    isImported: false,
    has: 'bodies',
  },
]

export function exportFormatFacts(format: ExportFormat): ExportFormatFacts {
  return EXPORT_FORMATS.find(({ id }) => id === format) as ExportFormatFacts
}
