import type { ReportFault } from '../../shared/contract/dispatch.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { Log } from '../engine/log/log.ts'

/** Writes down which call went wrong, which the person who reads the answer is not told. */
export function logFaults(log: Log): ReportFault {
  return (channel, error) => {
    if (error instanceof AppError) log.warn('The input of a call was refused', { channel, why: error.message })
    else log.error('A call failed', error, { channel })
  }
}
