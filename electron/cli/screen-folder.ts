import { fileURLToPath } from 'node:url'

/** The built screen. From source the command lies in electron/cli/, built in dist/electron/. */
export function screenFolder(): string {
  const place = import.meta.url.endsWith('.ts') ? '../../dist/renderer' : '../renderer'
  return fileURLToPath(new URL(place, import.meta.url))
}
