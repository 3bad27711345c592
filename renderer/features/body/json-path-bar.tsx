import { ArrowDown, ArrowUp, Copy } from 'lucide-react'
import { useRef } from 'react'
import { useCommands } from '../../app/commands.ts'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import type { UsedJsonPath } from './use-json-path.ts'

/** Where a JSONPath is typed, how much it finds, and the way from one to the next. */
export function JsonPathBar({ path }: { readonly path: UsedJsonPath }) {
  const bar = useRef<HTMLElement>(null)
  useCommands([
    {
      id: 'body.find',
      title: 'Find by JSONPath in this body',
      group: 'Capture',
      keys: ['Mod+f'],
      run: () => bar.current?.querySelector('input')?.select(),
    },
  ])
  const problem = problemOf(path)
  const hasMatches = path.matches.length > 0
  return (
    <search
      ref={bar}
      className="flex shrink-0 flex-col gap-1 border-b border-line px-4 py-1"
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement) path.go(event.shiftKey ? -1 : 1)
        else if (event.key === 'Escape' && path.typed !== '') path.type('')
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    >
      <div className="flex items-center gap-1">
        <TextField
          label="JSONPath"
          hideLabel
          mono
          placeholder="JSONPath, such as $..id or $.items[?@.total > 100]"
          value={path.typed}
          onChange={path.type}
          error={problem}
          className="flex-1"
        />
        <output
          aria-label="Matches"
          className="shrink-0 self-start px-1 leading-7 whitespace-nowrap text-small text-dim"
        >
          {countText(path)}
        </output>
        <IconButton
          label="Previous match"
          icon={<ArrowUp />}
          className="self-start"
          disabled={!hasMatches}
          onClick={() => path.go(-1)}
        />
        <IconButton
          label="Next match"
          icon={<ArrowDown />}
          className="self-start"
          disabled={!hasMatches}
          onClick={() => path.go(1)}
        />
        <IconButton
          label={`Copy ${hasMatches ? countOf(path.matches.length, 'match', 'matches') : 'the matches'}`}
          icon={<Copy />}
          className="self-start"
          disabled={!hasMatches}
          onClick={path.copy}
        />
      </div>
    </search>
  )
}

function countText({ typed, result, isWaiting, matches, current }: UsedJsonPath): string {
  if (typed.trim() === '') return ''
  if (isWaiting) return 'searching…'
  if (result?.kind !== 'found') return ''
  if (result.count === 0) return 'nothing found'
  const all = `${formatCount(result.count)}${result.isMore ? ' and more' : ''}`
  const listed = matches.length < result.count ? `, first ${formatCount(matches.length)} listed` : ''
  return `${formatCount(current + 1)} of ${all}${listed}`
}

function problemOf({ result, isWaiting }: UsedJsonPath): string | null {
  if (result === null || isWaiting) return null
  switch (result.kind) {
    case 'found':
      return null
    case 'invalid':
      return visibleText(
        result.position === null ? result.message : `${result.message} At character ${result.position + 1}.`,
      )
    case 'too-deep':
      return 'This JSON is nested deeper than 1,000 levels, too deep for “..”. Name the levels, such as $.a.b.'
    case 'no-json':
      return 'This is no valid JSON, or has more than 2,000,000 values. Find in its text.'
    case 'failed':
      return result.message
  }
}
