import type { CaptureSummary } from '../../shared/capture/capture.ts'
import { ordinal } from '../../shared/event/ordinal.ts'
import type { Output } from './output.ts'
import { printable } from './printable.ts'

const LONGEST_TARGET = 60

/** A capture in one line: id, time, method, status answered, size, endpoint, target, event. */
export function captureRow(capture: CaptureSummary, out: Output): string {
  const status = String(capture.answeredStatus ?? '-').padStart(3)
  const { state, answeredStatus, eventType, attempt, duplicate, drifts } = capture
  return [
    out.style('dim', capture.id),
    localTime(capture.receivedAt),
    out.style('bold', (capture.method === null ? '-' : printable(capture.method)).padEnd(6)),
    answeredStatus !== null && answeredStatus >= 400 ? out.style('red', status) : status,
    formatBytes(capture.bodySize).padStart(8),
    capture.endpoint,
    shortened(capture.target === null ? '-' : printable(capture.target)),
    ...(eventType === null ? [] : [out.style('cyan', printable(eventType))]),
    ...(attempt > 1 ? [out.style('yellow', ordinal(attempt))] : duplicate ? [out.style('yellow', 'duplicate')] : []),
    ...(drifts ? [out.style('yellow', 'new shape')] : []),
    ...(state === 'complete' ? [] : [out.style('yellow', state)]),
  ].join('  ')
}

/** `2026-11-02 12:04:31.221`, where the user is. */
export function localTime(at: number): string {
  const time = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
  return `${day} ${clock}.${String(time.getMilliseconds()).padStart(3, '0')}`
}

export function formatBytes(size: number): string {
  if (size < 1024) return `${size} B`
  if (size < 1024 ** 2) return `${(size / 1024).toFixed(1)} KiB`
  return `${(size / 1024 ** 2).toFixed(1)} MiB`
}

function shortened(text: string): string {
  return text.length <= LONGEST_TARGET ? text : `${text.slice(0, LONGEST_TARGET - 1)}…`
}
