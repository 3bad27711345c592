import { connect } from 'node:net'
import { isAbsolute, join } from 'node:path'

const answerMs = 2000

/**
 * Whether a window can be shown. A display that is named but does not answer counts as none: an ssh session or a
 * container often keeps the name alone.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 * @returns {Promise<{ found: true } | { found: false, reason: string }>}
 */
export async function findDisplay(env = process.env, platform = process.platform) {
  if (platform === 'win32' || platform === 'darwin') return { found: true }
  const wayland = env.WAYLAND_DISPLAY
  const x11 = env.DISPLAY
  if (!wayland && !x11) return { found: false, reason: 'there is no display (DISPLAY and WAYLAND_DISPLAY are not set)' }
  if (
    wayland &&
    (await answers({ path: isAbsolute(wayland) ? wayland : join(env.XDG_RUNTIME_DIR ?? '/run', wayland) }))
  ) {
    return { found: true }
  }
  if (x11) {
    for (const address of x11Addresses(x11)) if (await answers(address)) return { found: true }
  }
  const named = [x11 && `DISPLAY=${x11}`, wayland && `WAYLAND_DISPLAY=${wayland}`].filter(Boolean).join(' and ')
  return { found: false, reason: `the display does not answer (${named})` }
}

/** `[host]:number[.screen]`, or a socket's path as macOS writes it. @param {string} name @returns {import('node:net').NetConnectOpts[]} */
function x11Addresses(name) {
  if (name.startsWith('/')) return [{ path: name }]
  const parts = /^(.*):(\d+)(?:\.\d+)?$/.exec(name)
  if (parts === null) return []
  const [, host = '', number = '0'] = parts
  if (host !== '' && host !== 'unix') return [{ host, port: 6000 + Number(number) }]
  const path = `/tmp/.X11-unix/X${number}`
  // The second is its abstract name: what a container without /tmp/.X11-unix still sees.
  return [{ path }, { path: `\0${path}` }]
}

/** @param {import('node:net').NetConnectOpts} address @returns {Promise<boolean>} */
function answers(address) {
  return new Promise((resolve) => {
    try {
      const socket = connect(address)
      const settle = (/** @type {boolean} */ yes) => {
        socket.destroy()
        resolve(yes)
      }
      socket.once('connect', () => settle(true))
      socket.once('error', () => settle(false))
      socket.setTimeout(answerMs, () => settle(false))
    } catch {
      resolve(false) // A path too long for a socket, or a port that is none.
    }
  })
}
