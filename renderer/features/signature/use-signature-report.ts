import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import type { SignatureReport } from '../../../shared/signature/signature-report.ts'
import { useEndpoints } from '../../app/engine-queries.ts'
import { askAgain } from '../../app/told-queries.ts'
import { call, subscribe } from '../../host.ts'

type Checked = Pick<CaptureSummary, 'id' | 'endpoint' | 'verdict' | 'verdictReason'>

/** How a capture's signature came to its verdict; asked again when whatever decides it changes. */
export function useSignatureReport({ id, endpoint, verdict, verdictReason }: Checked, { enabled = true } = {}) {
  const setup = useEndpoints().data?.find(({ slug }) => slug === endpoint)
  // A change of any of these may change causes and workings though the verdict stays.
  const decidedBy = JSON.stringify([verdict, verdictReason, setup?.signing.provider, setup?.publicUrl])
  useEffect(
    () =>
      subscribe((event) => {
        if (event.event === 'secrets.changed') void askAgain(reportKey(id, decidedBy))
      }),
    [id, decidedBy],
  )
  return useQuery({
    queryKey: reportKey(id, decidedBy),
    queryFn: () => call('signature.check', { captureId: id }),
    // The one from before a change stays until the new one is there; that of another capture does not.
    placeholderData: (before: SignatureReport | undefined) => (before?.captureId === id ? before : undefined),
    staleTime: 0,
    enabled,
  })
}

function reportKey(id: string, decidedBy: string) {
  return ['signature', id, decidedBy]
}
