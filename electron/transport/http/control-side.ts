import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { ReportFault } from '../../../shared/contract/dispatch.ts'
import type { EngineDoor } from '../../engine/engine-door.ts'
import { checkOrigin, checkToken } from './caller-check.ts'
import { readControlFile, removeControlFile, writeControlFile } from './control-file.ts'
import { listenOnLocalSocket, listenOnLoopback, removeLocalSocket } from './listen.ts'
import { createRequestHandler } from './request-handler.ts'

export interface ControlSideOptions {
  readonly door: EngineDoor
  readonly reportFault: ReportFault
  /** Where `control.json` goes. This process must hold the folder's lock. */
  readonly dataFolder: string
  readonly version: string
  readonly receiverPort: number
  /** The screen for a browser; null on the desktop, where no control port is opened. */
  readonly screen: ScreenOptions | null
}

export interface ScreenOptions {
  /** The built screen. */
  readonly folder: string
  readonly port: number
  /** The port was asked for: take it or fail. Otherwise the next free one will do. */
  readonly exactPort: boolean
}

export interface ControlSide {
  readonly socketPath: string
  readonly token: string
  /** `http://127.0.0.1:4666`; null without a screen. */
  readonly uiUrl: string | null
  /** The same with the token, for the user's browser. */
  readonly uiUrlWithToken: string | null
  close(): Promise<void>
}

/** Opens the private side of an engine: the local socket always, the screen's port if wanted, and `control.json`. */
export async function openControlSide(options: ControlSideOptions): Promise<ControlSide> {
  const token = randomBytes(32).toString('base64url')
  const common = { door: options.door, reportFault: options.reportFault, checkToken: checkToken(token) }
  const servers: Server[] = []
  let socketPath: string | null = null

  async function close(): Promise<void> {
    await removeControlFile(options.dataFolder, token)
    await Promise.all(servers.map(closeServer))
    if (socketPath !== null) await removeLocalSocket(socketPath)
  }

  try {
    let uiUrl: string | null = null
    if (options.screen) {
      const { folder, port, exactPort } = options.screen
      const server = createServer(createRequestHandler({ ...common, checkCaller: checkOrigin, screenFolder: folder }))
      uiUrl = `http://127.0.0.1:${await listenOnLoopback(server, port, exactPort)}`
      servers.push(server)
    }
    // No page of a browser can reach the socket, so there is no origin to check; the token is asked all the same.
    const server = createServer(createRequestHandler({ ...common, checkCaller: () => null, screenFolder: null }))
    servers.push(server)
    socketPath = await listenOnLocalSocket(server)

    await removeSocketOfKilledEngine(options.dataFolder)
    await writeControlFile(options.dataFolder, {
      pid: process.pid,
      socketPath,
      token,
      version: options.version,
      receiver: { port: options.receiverPort },
      uiUrl,
      startedAt: Date.now(),
    })
    return { socketPath, token, uiUrl, uiUrlWithToken: uiUrl && `${uiUrl}/#token=${token}`, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Who holds the lock is alone: a control file that is still there belongs to an engine that was killed. */
async function removeSocketOfKilledEngine(dataFolder: string): Promise<void> {
  const control = await readControlFile(dataFolder)
  if (control !== null) await removeLocalSocket(control.socketPath)
}

/** Event streams never end by themselves, so connections are closed, not waited for. */
async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}
