import { contextBridge, ipcRenderer } from 'electron'
import type { Reply } from '../shared/contract/errors.ts'
import type { EngineEvent } from '../shared/contract/events.ts'
import { BRIDGE } from './bridge-channels.ts'

/** All that the page gets of the desktop: the contract's calls and events, and whether there is an engine. */
const bridge = {
  call: (channel: string, input: unknown): Promise<Reply<unknown>> => ipcRenderer.invoke(BRIDGE.call, channel, input),
  onEvent: (listener: (event: EngineEvent) => void) => listenTo(eventListeners, listener),
  onConnection: (listener: (up: boolean) => void) => listenTo(connectionListeners, listener),
}

const eventListeners = new Set<(event: EngineEvent) => void>()
const connectionListeners = new Set<(up: boolean) => void>()

function listenTo<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

ipcRenderer.on(BRIDGE.event, (_event, event: EngineEvent) => {
  try {
    for (const listener of eventListeners) listener(event)
  } finally {
    ipcRenderer.send(BRIDGE.acknowledge)
  }
})
ipcRenderer.on(BRIDGE.connection, (_event, up: boolean) => {
  for (const listener of connectionListeners) listener(up)
})

contextBridge.exposeInMainWorld('hookbench', bridge)
