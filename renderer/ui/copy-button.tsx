import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { copyText } from './copy-text.ts'
import { IconButton } from './icon-button.tsx'

interface CopyButtonProps {
  /** What is copied; a function if it is costly to make. */
  readonly text: string | (() => string | Promise<string>)
  /** Names it: "Public URL". */
  readonly what: string
  readonly shortcut?: string
  readonly className?: string
}

/** Copies something, and shows for a moment that it did. */
export function CopyButton({ text, what, shortcut, className }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_500)
    return () => clearTimeout(timer)
  }, [copied])

  return (
    <IconButton
      label={`Copy ${what.replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase())}`}
      icon={copied ? <Check /> : <Copy />}
      {...(shortcut ? { shortcut } : {})}
      {...(className ? { className } : {})}
      onClick={async () => setCopied(await copyText(typeof text === 'string' ? text : await text(), what))}
    />
  )
}
