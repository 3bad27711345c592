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
    <span className={classNames('truncate text-tiny font-bold', COLOURS[method ?? ''] ?? 'text-dim')}>
      {method ?? '—'}
    </span>
  )
}
