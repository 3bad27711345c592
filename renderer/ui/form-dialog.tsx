import { type ReactNode, useId } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

interface FormDialogProps {
  readonly title: string
  /** The verb: "Add endpoint". */
  readonly submit: string
  readonly canSubmit: boolean
  readonly children: ReactNode
  onSubmit(): void
  onClose(): void
}

/** A small modal window around a form; Enter sends it. */
export function FormDialog({ title, submit, canSubmit, children, onSubmit, onClose }: FormDialogProps) {
  const form = useId()
  return (
    <Dialog
      open
      title={title}
      width="small"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} disabled={!canSubmit}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        {children}
      </form>
    </Dialog>
  )
}
