import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { EngineState } from '../../shared/engine/engine-state.ts'
import { type Connection, call, currentConnection, subscribe, subscribeConnection } from '../host.ts'
import { queryClient } from './query-client.ts'
import { askAgain, askAllAgain, setTold } from './told-queries.ts'

const ENGINE = ['engine'] as const
const SETTINGS = ['settings'] as const
const ENDPOINTS = ['endpoints'] as const
const TARGETS = ['targets'] as const
const FILTERS = ['filters'] as const
const IGNORE_RULES = ['ignore-rules'] as const

/** The state of receiver, store and tunnel. */
export function useEngineState() {
  return useQuery({ queryKey: ENGINE, queryFn: () => call('engine.state', {}) })
}

export function useSettings() {
  return useQuery({ queryKey: SETTINGS, queryFn: () => call('settings.get', {}) })
}

/** Endpoints that receive, with their counts. */
export function useEndpoints() {
  return useQuery({ queryKey: ENDPOINTS, queryFn: () => call('endpoints.list', {}) })
}

/** Saved and remembered targets. */
export function useTargets() {
  return useQuery({ queryKey: TARGETS, queryFn: () => call('targets.list', {}) })
}

/** Filters that are kept under a name. */
export function useSavedFilters() {
  return useQuery({ queryKey: FILTERS, queryFn: () => call('filters.list', {}) })
}

/** What does not count when captures are compared, by endpoint. */
export function useIgnoreRuleLists() {
  return useQuery({ queryKey: IGNORE_RULES, queryFn: () => call('ignoreRules.list', {}) })
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribeConnection, currentConnection)
}

/** Another start of the engine may know another database: nothing that was asked before counts any more. */
function takeEngineState(state: EngineState): void {
  const before = queryClient.getQueryData<EngineState>(ENGINE)
  setTold(ENGINE, state)
  if (before !== undefined && before.startedAt !== state.startedAt) askAllAgain()
}

/** Keeps what the queries hold true while the engine changes; called once. Returns how to stop. */
export function followEngine(): () => void {
  const stopEvents = subscribe((event) => {
    switch (event.event) {
      case 'engine.changed':
        return takeEngineState(event.state)
      case 'settings.changed':
        return setTold(SETTINGS, event.settings)
      case 'endpoints.changed':
        return setTold(ENDPOINTS, event.endpoints)
      case 'filters.changed':
        return setTold(FILTERS, event.filters)
      case 'ignoreRules.changed':
        return setTold(IGNORE_RULES, event.rules)
      case 'targets.changed':
        return void askAgain(TARGETS)
    }
  })
  // Events were missed while it was away, so everything is asked anew.
  const stopConnection = subscribeConnection(() => {
    if (currentConnection() === 'up') askAllAgain()
  })
  return () => {
    stopEvents()
    stopConnection()
  }
}
