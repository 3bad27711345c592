import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ZodError } from 'zod'
import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import { parseTags } from '../../../shared/capture/capture-tag.ts'
import { call } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { countOf } from '../../ui/format-count.ts'
import { SuggestField } from '../../ui/suggest-field.tsx'

interface TagsDialogProps {
  readonly captures: readonly CaptureSummary[]
  onClose(): void
}

/** Puts tags beside captures and takes them off; each change is kept at once. */
export function TagsDialog({ captures, onClose }: TagsDialogProps) {
  const { counts, change, error } = useTagsOf(captures)
  const [text, setText] = useState('')
  const used = useQuery({ queryKey: ['tags', counts], queryFn: () => call('captures.tags', {}) })
  const add = () => {
    if (text.trim() !== '' && change(text, [])) setText('')
  }
  const tags = [...counts.keys()].sort((a, b) => a.localeCompare(b))
  return (
    <Dialog
      title={captures.length === 1 ? 'Tags' : `Tags of ${countOf(captures.length, 'capture')}`}
      description="Words to find captures by: tag:refunds in the filter."
      width="small"
      open
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Done</Button>
          <Button look="primary" disabled={text.trim() === ''} onClick={add}>
            Add
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <SuggestField
          label="Add a tag"
          value={text}
          placeholder="refunds"
          suggestions={(used.data ?? [])
            .filter(({ tag }) => counts.get(tag) !== captures.length)
            .map((use) => ({ value: use.tag, note: countOf(use.captures, 'capture') }))}
          invalid={error !== null}
          describedBy="tags-error"
          onChange={setText}
          onEnter={add}
        />
        <p id="tags-error" role="alert" className="text-small text-bad empty:hidden">
          {error}
        </p>
        {tags.length === 0 ? (
          <p className="text-small text-faint">No tags yet.</p>
        ) : (
          <ul aria-label="Tags" className="flex flex-wrap gap-1.5">
            {tags.map((tag) => (
              <li key={tag}>
                <Chip clearLabel={`Take off ${tag}`} onClear={() => change('', [tag])}>
                  {tag}
                  {counts.get(tag) !== captures.length && (
                    <span className="text-dim"> {`${counts.get(tag)} of ${captures.length}`}</span>
                  )}
                </Chip>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  )
}

/** How many of the captures have each tag, kept up with what is changed here. */
function useTagsOf(captures: readonly CaptureSummary[]) {
  const [counts, setCounts] = useState(() => countTags(captures))
  const [error, setError] = useState<string | null>(null)
  /** Whether the words that were typed can be tags. */
  const change = (added: string, removed: string[]): boolean => {
    let tags: string[]
    try {
      tags = parseTags(added)
    } catch (problem) {
      setError(problem instanceof ZodError ? (problem.issues[0]?.message ?? String(problem)) : String(problem))
      return false
    }
    setError(null)
    const before = counts
    const after = new Map(counts)
    for (const tag of tags) after.set(tag, captures.length)
    for (const tag of removed) after.delete(tag)
    setCounts(after)
    call('captures.tag', { ids: captures.map(({ id }) => id), add: tags, remove: removed }).catch((failure: Error) => {
      setCounts(before)
      setError(failure.message)
    })
    return true
  }
  return { counts, change, error }
}

function countTags(captures: readonly CaptureSummary[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { tags } of captures) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return counts
}
