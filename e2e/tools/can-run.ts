import { execFileSync } from 'node:child_process'

/** Whether a tool is on this machine: the command, which only asks for its version or the like, ends well. */
export function canRun([command, ...args]: readonly [string, ...string[]]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore', timeout: 30_000 })
    return true
  } catch {
    return false
  }
}

export function hasCurl(): boolean {
  return canRun(['bash', '-c', 'curl --version && base64 --version'])
}
