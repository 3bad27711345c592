import { z } from 'zod'
import { parseJson } from '../../../shared/parse-json.ts'
import { formatListTime } from '../../ui/format-time.ts'

const MOST = 30
const ABOUT_TUNNELS = /tunnel|smee|ngrok|cloudflared|ssh/i

const logLine = z.looseObject({ time: z.iso.datetime(), message: z.string() })

/** Of the log's JSON lines those about tunnels, as a person reads them; at most 30, oldest first. */
export function tunnelLogLines(lines: readonly string[], now = Date.now()): string[] {
  return lines.flatMap((line) => readLine(line, now)).slice(-MOST)
}

function readLine(json: string, now: number): string[] {
  // A line that was cut when the log was rotated is none.
  const { success, data } = logLine.safeParse(parseJson(json))
  if (!success || !ABOUT_TUNNELS.test(data.message)) return []
  const { time, message, level: _, error, ...facts } = data
  const said = Object.entries(facts).map(([name, value]) => `${name} ${String(value)}`)
  if (typeof error === 'object' && error !== null && 'message' in error) said.push(String(error.message))
  const at = formatListTime(Date.parse(time), now).replace(/\.\d+$/, '')
  return [`${at} ${message}${said.length === 0 ? '' : `: ${said.join(', ')}`}`]
}
