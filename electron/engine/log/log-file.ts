import path from 'node:path'

/** Where a data folder's log files lie. */
export function logFolder(dataFolder: string): string {
  return path.join(dataFolder, 'logs')
}

/** The file that is written now; older ones lie beside it as `.1`, `.2`, … */
export function logFile(dataFolder: string): string {
  return path.join(logFolder(dataFolder), 'hookbench.log')
}
