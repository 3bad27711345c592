import type { Handlers } from '../../../shared/contract/contract.ts'
import type { EngineState } from '../../../shared/engine/engine-state.ts'
import { diagnostics } from '../diagnostics.ts'
import type { ShownLog } from '../log/log.ts'
import type { Notices } from '../notices.ts'
import type { SettingsService } from '../settings-service.ts'
import type { Store } from '../store/store.ts'

type EngineChannel = Extract<keyof Handlers, `engine.${string}` | `settings.${string}` | `log.${string}`>

export interface EngineHandlerOptions {
  readonly store: Store
  readonly settings: SettingsService
  readonly notices: Notices
  readonly log: ShownLog
  state(): EngineState
}

export function engineHandlers(options: EngineHandlerOptions): Pick<Handlers, EngineChannel> {
  const { store, settings, notices, log } = options
  return {
    'engine.state': () => options.state(),
    'engine.dismissNotice': ({ id }) => {
      notices.dismiss(id)
      return {}
    },
    'engine.diagnostics': () => ({ text: diagnostics(options.state(), settings.get(), store) }),
    'settings.get': () => settings.get(),
    'settings.set': (input) => settings.set(input),
    'log.tail': async ({ lines }) => ({ file: log.file, lines: await log.tail(lines) }),
  }
}
