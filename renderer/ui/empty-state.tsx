import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly icon?: ReactNode
  readonly title: string
  /** What to do about it. */
  readonly children?: ReactNode
}

/** Nothing is here, and that is fine: says why and what to do. */
export function EmptyState({ icon, title, children }: EmptyStateProps) {
  return (
    <div className="m-auto flex max-w-[440px] flex-col items-center gap-2 p-6 text-center">
      {icon && <span className="text-faint [&_svg]:size-7 [&_svg]:stroke-[1.5]">{icon}</span>}
      <h2 className="text-title font-semibold">{title}</h2>
      {children && <div className="flex flex-col items-center gap-3 text-dim">{children}</div>}
    </div>
  )
}
