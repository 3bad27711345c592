import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import type { Reply } from '../shared/contract/errors.ts'
import { BRIDGE } from './bridge-channels.ts'
import type { EngineSupervisor } from './engine-supervisor.ts'
import { isScreenUrl } from './screen-origin.ts'
import { createEventOutbox } from './transport/event-outbox.ts'

/** Events on their way to the page; it acknowledges each, so that a page that hangs does not pile them up. */
const EVENTS_UNDERWAY = 8

/** Answers the page's calls. Only the main frame of the window, and only while it shows the screen itself. */
export function answerScreenCalls(engine: EngineSupervisor, screen: () => WebContents | null): void {
  ipcMain.handle(BRIDGE.call, (event, channel: unknown, input: unknown): Promise<Reply<unknown>> | Reply<never> => {
    if (!isFromScreen(event, screen())) {
      return { ok: false, error: { kind: 'refused', message: 'Only the screen itself may call the engine.' } }
    }
    return engine.call(String(channel), input)
  })
}

/** Sends the page every event, and whether the engine is there. */
export function tellScreen(engine: EngineSupervisor, contents: WebContents): void {
  const outbox = createEventOutbox()
  let underway = 0
  const pump = (): void => {
    while (!contents.isDestroyed() && underway < EVENTS_UNDERWAY) {
      const event = outbox.take()
      if (event === undefined) return
      underway++
      contents.send(BRIDGE.event, event)
    }
  }
  const tellConnection = (): void => {
    if (!contents.isDestroyed()) contents.send(BRIDGE.connection, engine.status().kind === 'up')
  }
  const acknowledge = (event: IpcMainEvent): void => {
    if (!isFromScreen(event, contents)) return
    underway = Math.max(0, underway - 1)
    pump()
  }
  ipcMain.on(BRIDGE.acknowledge, acknowledge)
  const unsubscribe = engine.subscribe((event) => {
    outbox.add(event)
    pump()
  })
  const ignoreStatus = engine.onStatus(tellConnection)
  contents.on('did-finish-load', () => {
    // What was under way to the page before this one is acknowledged by nobody.
    underway = 0
    tellConnection()
    pump()
  })
  contents.once('destroyed', () => {
    unsubscribe()
    ignoreStatus()
    ipcMain.off(BRIDGE.acknowledge, acknowledge)
  })
}

function isFromScreen(event: IpcMainEvent | IpcMainInvokeEvent, screen: WebContents | null): boolean {
  const frame = event.senderFrame
  return frame != null && screen !== null && frame === screen.mainFrame && isScreenUrl(frame.url)
}
