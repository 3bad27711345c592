import { LoaderCircle } from 'lucide-react'

/** Says that something takes a while; unseen for its first 200 ms, since most things do not. */
export function Spinner({ label = 'Loading' }: { readonly label?: string }) {
  return (
    <output className="invisible m-auto inline-flex items-center gap-2 p-2 text-dim [animation:appear-late_0s_200ms_forwards]">
      <LoaderCircle aria-hidden className="size-4 animate-spin" />
      {label}…
    </output>
  )
}
