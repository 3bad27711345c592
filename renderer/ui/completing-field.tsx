import { type KeyboardEvent, type ReactNode, type Ref, useId, useLayoutEffect, useRef, useState } from 'react'
import { classNames } from './class-names.ts'
import { ShortcutHint } from './kbd.tsx'
import { visibleText } from './visible-text.ts'

export interface FieldCompletion {
  readonly label: string
  readonly about: string
  /** The text with it, and where the cursor is then. */
  readonly text: string
  readonly cursor: number
  /** More is to be completed behind it. */
  readonly goesOn: boolean
}

export interface FieldMistake {
  readonly message: string
  /** The text, and below it a caret under what is wrong. */
  readonly lines: readonly [string, string]
}

interface CompletingFieldProps {
  readonly label: string
  readonly placeholder: string
  readonly shortcut?: string
  readonly icon: ReactNode
  readonly value: string
  readonly ref: Ref<HTMLInputElement>
  /** For the place of the cursor. */
  readonly completions: readonly FieldCompletion[]
  /** They show as one types; else they wait to be asked for, by the arrow down or Ctrl Space. */
  readonly suggest: boolean
  readonly mistake: FieldMistake | null
  onChange(value: string, cursor: number): void
  onCursor(cursor: number): void
  /** Enter, when nothing is being completed. */
  onEnter(): void
  /** Escape, when nothing is being completed. */
  onEscape(): void
  /** Before the text. */
  readonly chips?: ReactNode
  /** After it. */
  readonly actions?: ReactNode
}

/** A line of a small language: completes as a code editor does, and shows below it what is wrong. */
export function CompletingField(props: CompletingFieldProps) {
  const { label, placeholder, shortcut, icon, value, completions, suggest, mistake } = props
  const id = useId()
  const own = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState<'no' | 'typed' | 'asked'>('no')
  const [active, setActive] = useState(-1)
  const [focused, setFocused] = useState(false)
  const cursorToSet = useRef<number | null>(null)
  const isWanted = open === 'asked' || (open === 'typed' && suggest)
  const shown = isWanted && focused && completions.length > 0
  const activeItem = shown ? Math.min(active, completions.length - 1) : -1
  const wrong = mistake !== null && !shown

  useLayoutEffect(() => {
    if (cursorToSet.current === null) return
    own.current?.setSelectionRange(cursorToSet.current, cursorToSet.current)
    cursorToSet.current = null
  })

  const change = (text: string, cursor: number) => {
    setActive(-1)
    props.onChange(text, cursor)
  }
  const accept = ({ text, cursor, goesOn }: FieldCompletion) => {
    cursorToSet.current = cursor
    setOpen(goesOn ? 'asked' : 'no')
    change(text, cursor)
  }
  const move = (by: number) => {
    if (!shown) setOpen('asked')
    setActive(shown ? (activeItem + by + completions.length + 1) % (completions.length + 1) : by > 0 ? 0 : -1)
  }
  /** Whether the key was for completing. */
  const complete = ({ key, ctrlKey }: KeyboardEvent): boolean => {
    if (key === 'ArrowDown' || (key === ' ' && ctrlKey)) move(1)
    else if (key === 'ArrowUp' && shown) move(activeItem === -1 ? completions.length : -1)
    else if (key === 'Escape' && shown) setOpen('no')
    else if (key === 'Tab' && shown) accept(completions[Math.max(0, activeItem)] as FieldCompletion)
    else if (key === 'Enter' && activeItem >= 0) accept(completions[activeItem] as FieldCompletion)
    else return false
    return true
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Tab' && event.shiftKey) return
    if (complete(event)) return event.preventDefault()
    if (event.key === 'Enter') {
      setOpen('no')
      props.onEnter()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      props.onEscape()
    }
  }

  return (
    <div className="relative flex min-w-0 flex-1">
      <div
        className={classNames(
          'flex h-7.5 min-w-0 flex-1 items-center gap-2 rounded-[7px] border bg-panel pr-1 pl-2 focus-within:border-accent hover:border-control focus-within:hover:border-accent',
          wrong ? 'border-bad focus-within:border-bad' : 'border-line-strong',
        )}
      >
        <span className="inline-flex text-dim [&_svg]:size-3.5">{icon}</span>
        {props.chips}
        <input
          ref={(element) => {
            own.current = element
            if (typeof props.ref === 'function') props.ref(element)
            else if (props.ref) props.ref.current = element
          }}
          type="text"
          role="combobox"
          aria-label={label}
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={shown ? `${id}-list` : undefined}
          aria-activedescendant={activeItem >= 0 ? `${id}-${activeItem}` : undefined}
          aria-invalid={wrong || undefined}
          aria-describedby={wrong ? `${id}-mistake` : undefined}
          placeholder={placeholder}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={value}
          onChange={({ target }) => {
            setOpen('typed')
            change(target.value, target.selectionStart ?? target.value.length)
          }}
          onSelect={({ currentTarget }) => props.onCursor(currentTarget.selectionStart ?? 0)}
          onFocus={() => setFocused(true)}
          onBlur={() => {
            setFocused(false)
            setOpen('no')
          }}
          onKeyDown={onKeyDown}
          className={classNames(
            'peer h-full min-w-0 flex-1 bg-transparent text-text outline-none placeholder:font-sans placeholder:text-body placeholder:text-faint',
            value !== '' && 'font-mono text-small',
          )}
        />
        {shortcut && (
          <span className="peer-focus:hidden">
            <ShortcutHint shortcut={shortcut} />
          </span>
        )}
        {props.actions}
      </div>
      {shown && (
        <CompletionList id={id} items={completions} active={activeItem} onPoint={setActive} onChoose={accept} />
      )}
      {wrong && <Mistake id={`${id}-mistake`} mistake={mistake} />}
    </div>
  )
}

const BELOW = 'absolute top-full left-0 z-20 mt-1 rounded-lg border bg-panel shadow-lift'

interface CompletionListProps {
  readonly id: string
  readonly items: readonly FieldCompletion[]
  readonly active: number
  onPoint(index: number): void
  onChoose(item: FieldCompletion): void
}

function CompletionList({ id, items, active, onPoint, onChoose }: CompletionListProps) {
  const activeOption = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one is active.
  useLayoutEffect(() => {
    activeOption.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label="Completions"
      className={classNames(BELOW, 'max-h-72 w-max max-w-full min-w-64 overflow-y-auto border-line-strong p-1')}
    >
      {items.map((item, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys.
        <div
          key={item.label}
          ref={index === active ? activeOption : undefined}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerMove={() => onPoint(index)}
          // The field must keep the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(item)}
          className={classNames(
            'flex cursor-default items-baseline justify-between gap-4 rounded-md px-2 py-1 select-none',
            index === active && 'bg-accent-soft',
          )}
        >
          <span className="max-w-4/5 shrink-0 truncate font-mono text-small">{visibleText(item.label)}</span>
          <span className="min-w-0 truncate text-small text-dim">{item.about}</span>
        </div>
      ))}
    </div>
  )
}

function Mistake({ id, mistake }: { readonly id: string; readonly mistake: FieldMistake }) {
  const [line, caret] = mistake.lines
  return (
    <div id={id} role="status" className={classNames(BELOW, 'right-0 border-bad px-3 py-2')}>
      <pre aria-hidden className="overflow-hidden font-mono text-small leading-[1.3]">
        {line}
        {'\n'}
        <span className="text-bad">{caret}</span>
      </pre>
      <p className="mt-1 text-small">{mistake.message}</p>
    </div>
  )
}
