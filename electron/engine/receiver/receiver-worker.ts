import { parentPort } from 'node:worker_threads'
import { AppError } from '../../../shared/contract/errors.ts'
import { PortIntake } from './port-intake.ts'
import { Probes } from './probes.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import type { FromReceiver, ListeningAddresses, ReceiverRequest, ToReceiver } from './receiver-messages.ts'
import { Routes } from './routes.ts'

// The receiver's own thread: reads requests and answers them, while the engine's thread writes what came before.
const port = parentPort
if (port === null) throw new Error('This file is a worker thread; start it as one')
const send = (message: FromReceiver, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer)
const routes = new Routes()
const intake = new PortIntake(routes, send)
const probes = new Probes((nonce, arrival) => send({ kind: 'probe', nonce, arrival }))
let receiver: Receiver | null = null

port.on('message', (message: ToReceiver) => {
  if (message.kind === 'kept') intake.settle(message)
  else if (message.kind === 'expectProbe') probes.expect(message.nonce, message.expected)
  else void reply(message.id, message.request)
})

async function reply(id: number, request: ReceiverRequest): Promise<void> {
  try {
    send({ kind: 'reply', id, value: await answer(request) })
    // Nothing is left that listens, so the thread ends.
    if (request.ask === 'close') port?.close()
  } catch (error) {
    const appError = error instanceof AppError ? error.kind : null
    send({ kind: 'failure', id, appError, message: error instanceof Error ? error.message : String(error) })
  }
}

async function answer(request: ReceiverRequest): Promise<unknown> {
  switch (request.ask) {
    case 'listen':
      receiver = await startReceiver(request.options, intake, probes)
      return { port: receiver.port, urls: receiver.urls } satisfies ListeningAddresses
    case 'setRoutes':
      routes.update(request.routes)
      return null
    case 'openDoor':
      return started().openDoor(request.via, request.port)
    case 'closeDoor':
      return started().closeDoor(request.via)
    case 'close':
      await receiver?.close()
      intake.flush()
      return null
  }
}

function started(): Receiver {
  if (receiver === null) throw new Error('The receiver does not listen yet')
  return receiver
}
