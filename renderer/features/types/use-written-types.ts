import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { TypeLanguage } from '../../../shared/shape/type-language.ts'
import { askAgain } from '../../app/told-queries.ts'
import { call, subscribe } from '../../host.ts'
import type { EventOfTypes } from './event-of-types.ts'

const LIST = ['types'] as const

/** Every event type whose types are known. */
export function useTypeList() {
  return useQuery({ queryKey: LIST, queryFn: () => call('types.list', {}), staleTime: 0 })
}

/** The types of an event, made anew as more captures of it come. */
export function useWrittenTypes(event: EventOfTypes | null, language: TypeLanguage) {
  const queryKey = typesKey(event, language)
  useEffect(
    () =>
      subscribe(({ event: name }) => {
        if (name !== 'types.changed') return
        void askAgain(LIST)
        void askAgain(typesKey(event, language))
      }),
    [event, language],
  )
  return useQuery({
    queryKey,
    queryFn: () => call('types.get', { eventType: event?.eventType ?? '', endpoint: event?.endpoint, language }),
    enabled: event !== null,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
}

function typesKey(event: EventOfTypes | null, language: TypeLanguage) {
  return ['types', event?.eventType, event?.endpoint, language] as const
}
