import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../host.ts'

const STORAGE = ['storage'] as const

/** What takes space, as of when it was asked. */
export function useStorageUsage() {
  return useQuery({ queryKey: [...STORAGE, 'usage'], queryFn: () => call('storage.usage', {}), staleTime: 0 })
}

/** Newest first. */
export function useBackups() {
  return useQuery({ queryKey: [...STORAGE, 'backups'], queryFn: () => call('storage.backups', {}), staleTime: 0 })
}

/** Looks again, after something was made or deleted. */
export function useLookAgain(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: STORAGE })
}
