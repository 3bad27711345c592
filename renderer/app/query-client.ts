import { QueryClient } from '@tanstack/react-query'
import { AppError } from '../../shared/contract/errors.ts'

/** The engine pushes changes, so nothing goes stale on its own; only what may work later is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (count, error) => count < 2 && error instanceof AppError && error.kind === 'unavailable',
    },
    mutations: { networkMode: 'always' },
  },
})
