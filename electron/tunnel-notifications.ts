import { Notification } from 'electron'
import type { EngineState } from '../shared/engine/engine-state.ts'
import { tunnelNotification } from '../shared/tunnel/tunnel-notification.ts'
import type { EngineSupervisor } from './engine-supervisor.ts'

export interface NotificationHooks {
  /** Whoever looks at the window sees it there. */
  isLookedAt(): boolean
  show(): void
}

/** Tells of a lost tunnel or another public URL outside the window, while nobody looks at it. */
export function notifyOfTunnel(engine: Pick<EngineSupervisor, 'subscribe'>, hooks: NotificationHooks): void {
  let before: EngineState | null = null
  engine.subscribe((event) => {
    if (event.event !== 'engine.changed') return
    const news = before === null ? null : tunnelNotification(before, event.state)
    before = event.state
    if (news === null || hooks.isLookedAt() || !Notification.isSupported()) return
    const notification = new Notification(news)
    notification.on('click', () => hooks.show())
    notification.show()
  })
}
