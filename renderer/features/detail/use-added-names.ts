import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { useEndpoints } from '../../app/engine-queries.ts'

const NONE: readonly string[] = []

/** Names of the headers that a tunnel added to a capture, as its endpoint names them; none if it came without one. */
export function useAddedNames({ via, endpoint: slug }: Pick<CaptureDetail, 'via' | 'endpoint'>): readonly string[] {
  const endpoint = useEndpoints().data?.find((one) => one.slug === slug)
  return via === null ? NONE : (endpoint?.tunnelHeaders ?? NONE)
}
