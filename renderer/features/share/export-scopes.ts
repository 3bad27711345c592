import type { ExportRequest } from '../../../shared/export/export-job.ts'
import { useEndpoints } from '../../app/engine-queries.ts'
import { countOf } from '../../ui/format-count.ts'
import { asCaptureFilter, isFiltered, useFilter } from '../captures/filter-store.ts'
import { useCaptureCount } from '../captures/use-capture-count.ts'
import { useSelectedCaptures } from '../captures/use-selected-captures.ts'

export interface ExportScopeChoice {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly scope: ExportRequest['scope']
}

/** What there is to export now, the most likely first. `endpoint`: of whose menu it was asked. */
export function useExportScopes(endpoint: string | null): ExportScopeChoice[] {
  const { captures } = useSelectedCaptures()
  const filter = useFilter()
  const endpoints = useEndpoints().data ?? []
  const total = useCaptureCount().data?.total
  const slug = endpoint ?? filter.endpoint
  const asked = endpoints.find((one) => one.slug === slug)
  const selected: ExportScopeChoice = {
    id: 'selection',
    label: 'What is selected',
    hint: countOf(captures.length, 'capture'),
    scope: { kind: 'ids', ids: captures.map(({ id }) => id) },
  }
  const filtered: ExportScopeChoice = {
    id: 'filter',
    label: 'What the filter shows',
    hint: filter.text.trim() === '' ? 'By the chosen time' : filter.text.trim(),
    scope: { kind: 'filter', filter: asCaptureFilter(filter) },
  }
  const ofEndpoint: ExportScopeChoice | null =
    asked === undefined
      ? null
      : {
          id: 'endpoint',
          label: `All of ${asked.name}`,
          hint: countOf(asked.captures, 'capture'),
          scope: { kind: 'filter', filter: { endpoint: asked.slug } },
        }
  const all: ExportScopeChoice = {
    id: 'all',
    label: 'Everything',
    hint: total === undefined ? 'All captures' : countOf(total, 'capture'),
    scope: { kind: 'filter', filter: {} },
  }
  return [
    ...(captures.length > 1 && endpoint === null ? [selected] : []),
    ...(endpoint !== null && ofEndpoint !== null ? [ofEndpoint] : []),
    ...(isFiltered(filter) && endpoint === null ? [filtered] : []),
    ...(endpoint === null && ofEndpoint !== null ? [ofEndpoint] : []),
    all,
    // One that is merely shown is seldom what is meant, but may be.
    ...(captures.length === 1 || (captures.length > 1 && endpoint !== null) ? [selected] : []),
  ]
}
