import { CopyPlus, GripVertical, Plus, X } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { FIELD_LOOK } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { type DraftHeader, headerChange, newHeader } from './replay-draft.ts'

interface DraftHeaderRowsProps {
  readonly headers: readonly DraftHeader[]
  onChange(headers: readonly DraftHeader[]): void
}

/** All are sent; more than this are shown only when asked for. */
const ROWS_AT_ONCE = 200

/** Header rows that keep order and duplicates; moved by dragging or with Alt and the arrow keys. */
export function DraftHeaderRows({ headers, onChange }: DraftHeaderRowsProps) {
  const list = useRef<HTMLUListElement>(null)
  const [limit, setLimit] = useState(ROWS_AT_ONCE)
  const [dragged, setDragged] = useState<number | null>(null)

  const replace = (place: number, change: Partial<DraftHeader>) =>
    onChange(headers.map((row, index) => (index === place ? { ...row, ...change } : row)))
  const insert = (place: number, row: DraftHeader) => {
    setLimit((before) => Math.max(before, place + 1))
    onChange(headers.toSpliced(place, 0, row))
    focusRow(place)
  }
  const remove = (place: number) => {
    onChange(headers.toSpliced(place, 1))
    focusRow(Math.min(place, headers.length - 2))
  }
  const move = (from: number, to: number) => {
    const row = headers[from]
    if (row === undefined || to < 0 || to >= headers.length || from === to) return
    onChange(headers.toSpliced(from, 1).toSpliced(to, 0, row))
  }
  /** After React has placed the rows. */
  const focusRow = (place: number) =>
    requestAnimationFrame(() => list.current?.children[place]?.querySelector('input')?.focus())

  const onKeyDown = (event: KeyboardEvent, place: number) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    move(place, place + (event.key === 'ArrowUp' ? -1 : 1))
  }

  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-2">
        <SmallTitle>Headers {headers.length}</SmallTitle>
        <span className="min-w-0 flex-1 truncate text-small text-faint">Alt ↑ ↓ moves a row</span>
        <Button look="quiet" icon={<Plus />} onClick={() => insert(headers.length, newHeader())}>
          Add header
        </Button>
      </div>
      <ul ref={list} aria-label="Headers" className="flex flex-col gap-1">
        {headers.slice(0, limit).map((row, place) => (
          <li
            key={row.key}
            onKeyDown={(event) => onKeyDown(event, place)}
            onDragOver={(event) => {
              if (dragged === null) return
              event.preventDefault()
              if (dragged !== place) {
                move(dragged, place)
                setDragged(place)
              }
            }}
            onDrop={(event) => event.preventDefault()}
            className={classNames('flex items-center gap-1', dragged === place && 'opacity-60')}
          >
            <span
              aria-hidden
              draggable
              title="Drag to move"
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move'
                event.dataTransfer.setData('text/plain', row.name)
                setDragged(place)
              }}
              onDragEnd={() => setDragged(null)}
              className="cursor-grab text-faint hover:text-text [&_svg]:size-3.5"
            >
              <GripVertical />
            </span>
            <HeaderInput
              label={`Name of header ${place + 1}`}
              value={row.name}
              marked={headerChange(row) !== 'same'}
              className="w-[36%]"
              onChange={(name) => replace(place, { name })}
            />
            <HeaderInput
              label={`Value of ${row.name || `header ${place + 1}`}`}
              value={row.value}
              marked={headerChange(row) !== 'same'}
              className="flex-1"
              onChange={(value) => replace(place, { value })}
            />
            <IconButton
              label={`Duplicate ${row.name || 'this header'}`}
              icon={<CopyPlus />}
              className="size-6 [&_svg]:size-3.5"
              onClick={() => insert(place + 1, newHeader(row.name, row.value))}
            />
            <IconButton
              label={`Remove ${row.name || 'this header'}`}
              icon={<X />}
              className="size-6 [&_svg]:size-3.5"
              onClick={() => remove(place)}
            />
          </li>
        ))}
      </ul>
      {headers.length > limit && (
        <Button className="self-center" onClick={() => setLimit(limit + ROWS_AT_ONCE)}>
          Show {Math.min(ROWS_AT_ONCE, headers.length - limit)} more of {headers.length}
        </Button>
      )}
    </div>
  )
}

interface HeaderInputProps {
  readonly label: string
  readonly value: string
  readonly marked: boolean
  readonly className: string
  onChange(value: string): void
}

function HeaderInput({ label, value, marked, className, onChange }: HeaderInputProps) {
  return (
    <input
      type="text"
      aria-label={label}
      value={value}
      spellCheck={false}
      autoComplete="off"
      className={classNames(FIELD_LOOK, 'h-6.5 min-w-0 font-mono text-small', marked && 'border-accent!', className)}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
