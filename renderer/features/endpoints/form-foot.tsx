import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import type { Saving } from './use-saving.ts'

interface FormFootProps {
  readonly saving: Saving
  /** Something in the form cannot be saved; the field says why. */
  readonly wrong?: boolean
  /** What is done more often than saving alone. */
  readonly primary?: ReactNode
  readonly children?: ReactNode
}

/** Save, how that went, and what else the form offers. */
export function FormFoot({ saving, wrong = false, primary, children }: FormFootProps) {
  return (
    <div className="flex items-center gap-2 border-t border-line pt-3">
      {children}
      <p role="status" className="min-w-0 flex-1 text-right text-small">
        {saving.error && <span className="text-bad">{saving.error}</span>}
        {saving.state === 'saved' && (
          <span className="inline-flex items-center gap-1 text-ok">
            <Check aria-hidden className="size-3.5" /> Saved
          </span>
        )}
      </p>
      <Button look={primary ? 'plain' : 'primary'} type="submit" disabled={wrong || saving.state === 'saving'}>
        Save
      </Button>
      {primary}
    </div>
  )
}
