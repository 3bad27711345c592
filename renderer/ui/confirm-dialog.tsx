import { AlertDialog } from '@base-ui/react/alert-dialog'
import { type ReactNode, useRef } from 'react'
import { Button } from './button.tsx'
import { focusAtOnce } from './focus-at-once.ts'

interface ConfirmDialogProps {
  readonly title: string
  /** What will be lost. */
  readonly children: ReactNode
  /** The verb: "Delete 1,204 captures". */
  readonly confirm: string
  readonly open: boolean
  onConfirm(): void
  onClose(): void
}

/** Asks before something that cannot be undone. Safe by default: the focus is on Cancel. */
export function ConfirmDialog({ title, children, confirm, open, onConfirm, onClose }: ConfirmDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null)
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop
          forceRender
          className="fixed inset-0 z-40 bg-shade transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
        />
        <AlertDialog.Popup
          ref={focusAtOnce}
          initialFocus={cancel}
          className="fixed top-[18vh] left-1/2 z-40 flex w-[420px] max-w-[calc(100vw-24px)] -translate-x-1/2 flex-col gap-3 rounded-xl border border-line-strong bg-panel p-4 shadow-lift outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          <AlertDialog.Title className="text-title font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className="text-dim">
            {children}
          </AlertDialog.Description>
          <div className="flex justify-end gap-2">
            <AlertDialog.Close ref={cancel} render={<Button>Cancel</Button>} />
            <Button
              look="danger"
              onClick={() => {
                onClose()
                onConfirm()
              }}
            >
              {confirm}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
