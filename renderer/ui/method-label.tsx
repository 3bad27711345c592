import { classNames } from './class-names.ts'

const COLOURS: Record<string, string> = {
  POST: 'text-accent',
  PUT: 'text-warn',
  PATCH: 'text-warn',
  DELETE: 'text-bad',
}

/** A request's method; a dash where it is unknown. */
export function MethodLabel({ method }: { readonly method: string | null }) {
  return (
    <span
      // Seven letters fit where it stands in a list.
      title={method !== null && method.length > 7 ? method : undefined}
      className={classNames('truncate text-tiny font-bold', COLOURS[method ?? ''] ?? 'text-dim')}
    >
      {method ?? '—'}
    </span>
  )
}
