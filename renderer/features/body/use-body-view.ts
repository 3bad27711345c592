import { viewsOf } from './body-views.ts'
import type { OpenBody } from './open-body.ts'
import { type BodyViewName, useViewPreferences } from './view-preferences.ts'

/** The view chosen last, if this body has it; else its best. Null: there is nothing to see. */
export function useBodyView(body: OpenBody): BodyViewName | null {
  const preferred = useViewPreferences((state) => state.view)
  const views = viewsOf(body.info.kind)
  return views.find((view) => view === preferred) ?? views[0] ?? null
}
