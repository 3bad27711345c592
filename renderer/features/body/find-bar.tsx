import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { FoundText, RowsOfText, TextMode } from './body-protocol.ts'
import { readByteQuery } from './byte-query.ts'
import type { OpenBody } from './open-body.ts'

interface Find {
  readonly isOpen: boolean
  /** Grows each time that it is opened, also while it is open. */
  readonly timesOpened: number
  readonly query: string
  readonly found: FoundText | null
  readonly nothing: boolean
  setQuery(query: string): void
  next(): void
  previous(): void
  close(): void
  open(): void
}

/** Finding in a text that only the worker holds. */
export function useFind(body: OpenBody, { mode, columns }: RowsOfText, onFound: (found: FoundText) => void): Find {
  const [isOpen, setOpen] = useState(false)
  const [timesOpened, setTimesOpened] = useState(0)
  const [query, setQuery] = useState('')
  const [found, setFound] = useState<FoundText | null>(null)
  const [nothing, setNothing] = useState(false)

  const search = async (wanted: string, from: number, backwards: boolean) => {
    const answer = await body.ask('find', { mode, columns, query: wanted, from, backwards }).catch(() => null)
    setFound(answer)
    setNothing(answer === null && wanted !== '')
    if (answer !== null) onFound(answer)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: in rows of another width it stands in another row.
  useEffect(() => {
    if (isOpen && found !== null) void search(query, found.position, false)
  }, [columns])

  return {
    isOpen,
    timesOpened,
    query,
    found,
    nothing,
    setQuery(next) {
      setQuery(next)
      void search(next, found?.position ?? 0, false)
    },
    next: () => void search(query, (found?.position ?? -1) + 1, false),
    previous: () => void search(query, found?.position ?? 0, true),
    close() {
      setOpen(false)
      setFound(null)
    },
    open() {
      setOpen(true)
      setTimesOpened((count) => count + 1)
    },
  }
}

export function FindBar({ find, mode }: { readonly find: Find; readonly mode: TextMode }) {
  const bar = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again, it takes the focus back.
  useEffect(() => bar.current?.querySelector('input')?.focus(), [find.timesOpened])
  return (
    <search
      ref={bar}
      className="flex shrink-0 items-center justify-end gap-1 border-b border-line bg-raised px-3 py-1"
      onKeyDown={(event) => {
        if (event.key === 'Escape') find.close()
        else if (event.key === 'Enter' && event.shiftKey) find.previous()
        else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) find.next()
        else return
        event.stopPropagation()
        event.preventDefault()
      }}
    >
      <TextField
        label="Find in this body"
        hideLabel
        mono
        placeholder={mode === 'hex' ? '0a 0d, or a text' : 'Find'}
        title={
          mode === 'hex' ? 'Pairs of hex digits are bytes; anything else, or what stands in quotes, is text' : undefined
        }
        value={find.query}
        onChange={find.setQuery}
      />
      <output className="px-1 text-small text-dim">
        {find.nothing ? `Nothing found${asWhat(find.query, mode)}` : asWhat(find.query, mode).trim()}
      </output>
      <IconButton label="Previous" icon={<ArrowUp />} onClick={find.previous} />
      <IconButton label="Next" icon={<ArrowDown />} onClick={find.next} />
      <IconButton label="Close" icon={<X />} onClick={find.close} />
    </search>
  )
}

/** Of bytes it is told how what was typed is taken. */
function asWhat(query: string, mode: TextMode): string {
  return mode === 'hex' && query !== '' ? ` as ${readByteQuery(query).kind}` : ''
}
