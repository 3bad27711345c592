import { type ExportFormat, exportFormatFacts } from './export-format.ts'

/** What a file of captures is called: `hookbench-20261121-091500.har`. `now` in unix ms. */
export function exportFileName(format: ExportFormat, now: number): string {
  const time = new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
  return `hookbench-${time}.${exportFormatFacts(format).extension}`
}
