import { createRequire } from 'node:module'
import { z } from 'zod'
import type { TunnelAvailability } from '../../../shared/tunnel/tunnel-state.ts'

/** What is used of `@ngrok/ngrok`. */
export interface NgrokPackage {
  readonly SessionBuilder: new () => NgrokSessionBuilder
}

export interface NgrokSessionBuilder {
  authtoken(token: string): unknown
  /** Answering false makes the native part throw where nobody can catch it. */
  handleDisconnection(handler: (address: string, error: string) => boolean): unknown
  handleHeartbeat(handler: (latencyMs: number) => void): unknown
  connect(): Promise<NgrokSession>
}

export interface NgrokSession {
  httpEndpoint(): NgrokEndpoint
  close(): Promise<void>
}

export interface NgrokEndpoint {
  domain(domain: string): unknown
  listenAndForward(url: string): Promise<NgrokListener>
}

export interface NgrokListener {
  url(): string | null
}

const manifest = z.object({ version: z.string(), optionalDependencies: z.record(z.string(), z.string()) })

/** Its native part takes memory and threads: it is loaded when a tunnel is opened, and not to look whether it is there. */
export async function loadNgrok(): Promise<NgrokPackage> {
  return await import('@ngrok/ngrok')
}

export function findNgrok(): TunnelAvailability {
  const require = createRequire(import.meta.url)
  try {
    const { version, optionalDependencies } = manifest.parse(require('@ngrok/ngrok/package.json'))
    const fromNgrok = createRequire(require.resolve('@ngrok/ngrok/package.json'))
    const here = `@ngrok/ngrok-${process.platform}-${process.arch}`
    const builds = Object.keys(optionalDependencies).filter((name) => name.startsWith(here))
    if (builds.some((name) => resolves(fromNgrok, name))) return { kind: 'ready', version }
    return {
      kind: 'missing',
      reason:
        builds.length === 0
          ? `ngrok has no build for ${process.platform} on ${process.arch}.`
          : 'The part of ngrok that is made for this system is not installed.',
      advice: builds.length === 0 ? 'Choose another kind of tunnel.' : HOW_TO_INSTALL,
    }
  } catch {
    // It is optional, and may have been left out.
    return { kind: 'missing', reason: 'The ngrok package is not installed.', advice: HOW_TO_INSTALL }
  }
}

const HOW_TO_INSTALL = 'Install Hookbench with its optional packages (npm install --include=optional).'

function resolves(require: NodeJS.Require, name: string): boolean {
  try {
    require.resolve(name)
    return true
  } catch {
    // Not installed: npm takes only what fits the system.
    return false
  }
}
