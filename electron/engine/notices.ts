import type { Notice } from '../../shared/engine/engine-state.ts'
import { newId } from './new-id.ts'

const MOST = 20

/** What the user should know once, until it is dismissed. */
export class Notices {
  private list: Notice[] = []
  private readonly changed: () => void

  constructor(changed: () => void) {
    this.changed = changed
  }

  all(): Notice[] {
    return this.list
  }

  add(message: string): void {
    if (this.list.some((notice) => notice.message === message)) return
    this.list = [...this.list, { id: newId(), message, at: Date.now() }].slice(-MOST)
    this.changed()
  }

  dismiss(id: string): void {
    this.list = this.list.filter((notice) => notice.id !== id)
    this.changed()
  }
}
