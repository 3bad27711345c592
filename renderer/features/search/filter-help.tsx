import type { ReactElement } from 'react'
import { ExampleList } from '../../ui/example-list.tsx'
import { Popover } from '../../ui/popover.tsx'
import { setFilterText } from '../captures/filter-store.ts'

/** Each can be tried as it stands. */
const EXAMPLES: ReadonlyArray<{ readonly example: string; readonly about: string }> = [
  { example: 'pi_3Q', about: 'anywhere in target, headers or body' },
  { example: '"not found"', about: 'a phrase' },
  { example: 'method:POST status:5xx', about: 'both' },
  { example: 'is:pinned or is:replayed', about: 'either; parentheses group' },
  { example: '-verdict:valid', about: 'a minus says not' },
  { example: 'event:payment_intent.*', about: '* stands for anything' },
  { example: 'header.content-type:*json*', about: 'a header by its name' },
  { example: 'query.page:>1', about: 'a value of the query' },
  { example: 'body.data.object.amount:>1000', about: 'a value in the body by its path' },
  { example: 'body.items[*].sku:*', about: 'any item that has one' },
  { example: 'answered:>500ms size:<1kb', about: 'durations and sizes' },
  { example: 'after:10m', about: 'a time, a date, or so long ago' },
]

interface FilterHelpProps {
  readonly trigger: ReactElement<Record<string, unknown>>
  readonly open: boolean
  onOpenChange(open: boolean): void
}

/** The language by examples. */
export function FilterHelp({ trigger, open, onOpenChange }: FilterHelpProps) {
  return (
    <Popover label="How to filter" trigger={trigger} open={open} onOpenChange={onOpenChange}>
      <ExampleList
        examples={EXAMPLES}
        onChoose={(example) => {
          setFilterText(example)
          onOpenChange(false)
        }}
        foot={
          <>
            Ctrl Space completes keys, and values that captures have. Quotes make a text of anything; within them{' '}
            <code className="font-mono">\"</code> is a quote.
          </>
        }
      />
    </Popover>
  )
}
