import { type ReactNode, useRef } from 'react'
import { Button } from './button.tsx'

/** Lets the user pick a file of their own. */
export function FileButton({
  label,
  icon,
  onFile,
}: {
  readonly label: string
  readonly icon?: ReactNode
  onFile(file: File): void
}) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button icon={icon} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onFile(file)
          // The same file again is a choice too.
          event.target.value = ''
        }}
      />
    </>
  )
}
