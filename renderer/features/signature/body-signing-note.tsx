import { Info } from 'lucide-react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { usePlacesSignedInBody } from './use-places-signed-in-body.ts'

/** Says that signing anew will change the body, where the time that a handler judges, or the signature, stands in it. */
export function BodySigningNote({ capture }: { readonly capture: CaptureDetail }) {
  const places = usePlacesSignedInBody(capture)
  if (places.length === 0) return null
  const named = places.map(({ what, place }) => `the ${what} (${place})`).join(' and ')
  return (
    <p role="note" className="flex items-start gap-1.5 text-small text-dim">
      <Info aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span>
        In the body stands {named}: written anew when this is sent, so that the body differs from the captured one
        there, and nowhere else.
      </span>
    </p>
  )
}
