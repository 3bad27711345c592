import type { EngineState } from '../../../shared/engine/engine-state.ts'

type Shown = Pick<EngineState, 'uiUrl' | 'clearing' | 'upkeep'>

/** What the engine's state shows and no service remembers: what is under way, and where the screen is. */
export class Ongoing {
  private current: Shown = { uiUrl: null, clearing: null, upkeep: null }
  private readonly changed: () => void

  constructor(changed: () => void) {
    this.changed = changed
  }

  get shown(): Shown {
    return this.current
  }

  show(changes: Partial<Shown>): void {
    this.current = { ...this.current, ...changes }
    this.changed()
  }
}
