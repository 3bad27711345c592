import { ExternalLink as Icon } from 'lucide-react'
import type { ReactNode } from 'react'

/** Leads out of Hookbench, into the browser, and says so. */
export function ExternalLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      title={href}
      className="inline-flex items-center gap-1 rounded-xs text-accent underline underline-offset-2 [&_svg]:size-3"
    >
      {children}
      <Icon aria-hidden />
      <span className="sr-only">(opens in the browser)</span>
    </a>
  )
}
