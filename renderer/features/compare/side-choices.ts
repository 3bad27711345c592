import { AppError } from '../../../shared/contract/errors.ts'
import { call } from '../../host.ts'
import { otherAttempt, previousOfType } from './previous-capture.ts'
import type { SideRef } from './side-ref.ts'

/** Something that a side is often compared with, found when it is chosen. */
export interface SideChoice {
  readonly id: string
  readonly label: string
  readonly hint: string
  find(): Promise<SideRef>
}

export function choicesFor(side: SideRef): SideChoice[] {
  switch (side.kind) {
    case 'capture':
      return [
        {
          id: 'previous',
          label: 'The previous of its event type',
          hint: 'at the same endpoint',
          find: async () => captureRef(await previousOfType(side.id)),
        },
        {
          id: 'attempt',
          label: 'Another attempt of the same event',
          hint: 'with its event id',
          find: async () => captureRef(await otherAttempt(side.id)),
        },
        {
          id: 'last-sent',
          label: 'What was last sent of it',
          hint: 'the newest replay or forward, with its edits',
          find: async () => ({ kind: 'sent', deliveryId: (await newestDelivery(side.id)).id }),
        },
      ]
    case 'sent':
      return [captureChoice(side.deliveryId), previousChoice(side.deliveryId, 'sent')]
    case 'response':
      return [previousChoice(side.deliveryId, 'response'), captureChoice(side.deliveryId)]
    case 'own':
      return []
  }
}

function captureChoice(deliveryId: string): SideChoice {
  return {
    id: 'capture',
    label: 'The capture',
    hint: 'that it was sent from',
    find: async () => captureRef({ id: (await call('deliveries.get', { id: deliveryId })).captureId }),
  }
}

function previousChoice(deliveryId: string, half: 'sent' | 'response'): SideChoice {
  const isResponse = half === 'response'
  return {
    id: 'previous-delivery',
    label: isResponse ? 'The previous response' : 'What was sent before',
    hint: 'of the same capture',
    find: async () => ({ kind: half, deliveryId: await previousDelivery(deliveryId, isResponse) }),
  }
}

async function previousDelivery(deliveryId: string, mustBeAnswered: boolean): Promise<string> {
  const { captureId } = await call('deliveries.get', { id: deliveryId })
  const all = await call('deliveries.list', { captureId })
  const at = all.findIndex(({ id }) => id === deliveryId)
  const before = all.slice(at + 1).find(({ outcome }) => !mustBeAnswered || outcome.kind === 'answered')
  if (at !== -1 && before !== undefined) return before.id
  throw new AppError(
    'not-found',
    `There is no ${mustBeAnswered ? 'response' : 'delivery'} before this one. Replay it once more to have two.`,
  )
}

async function newestDelivery(captureId: string): Promise<{ readonly id: string }> {
  const [newest] = await call('deliveries.list', { captureId })
  if (newest !== undefined) return newest
  throw new AppError('not-found', 'Nothing was sent of this capture yet. Replay it with r, or edit it with e.')
}

function captureRef({ id }: { readonly id: string }): SideRef {
  return { kind: 'capture', id }
}
