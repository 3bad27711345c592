import { Save } from 'lucide-react'
import { useState } from 'react'
import type { LearnedType, Relearning, WrittenTypes } from '../../../shared/shape/learned-types.ts'
import { TYPE_LANGUAGE_NAMES, TYPE_LANGUAGES, type TypeLanguage } from '../../../shared/shape/type-language.ts'
import { call } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Select } from '../../ui/select.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { showError } from '../../ui/toast.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { CodeView } from '../body/code-view.tsx'
import { saveFile } from '../body/save-file.ts'
import { type EventOfTypes, eventName, isSameEvent } from './event-of-types.ts'
import { useTypeList, useWrittenTypes } from './use-written-types.ts'

const REMEMBERED = 'hookbench.type-language'
const ENDINGS: Readonly<Record<TypeLanguage, string>> = { ts: '.ts', schema: '.schema.json', zod: '.zod.ts' }

interface TypesDialogProps {
  /** Null: the one of which there are most captures. */
  readonly event: EventOfTypes | null
  onClose(): void
}

/** The types of an event's bodies, from all its captures, in the language of choice. */
export function TypesDialog({ event: wanted, onClose }: TypesDialogProps) {
  const [chosen, setChosen] = useState(wanted)
  const [language, setLanguage] = useState(rememberedLanguage)
  const list = useTypeList()
  const events = eventsOf(list.data?.types ?? [], chosen)
  // Chosen once: what becomes the most frequent later must not take the place of what is read.
  const [first, setFirst] = useState<EventOfTypes | null>(null)
  const event = chosen ?? first
  if (event === null && events[0] !== undefined) setFirst(events[0])
  const types = useWrittenTypes(event, language)

  return (
    <Dialog open title="Types of events" width="wide" onClose={onClose}>
      <div className="flex h-[68vh] min-h-0 flex-col gap-2">
        {event === null ? (
          <NoEvents error={list.error} isKnown={list.data !== undefined} />
        ) : (
          <>
            <div className="flex flex-wrap items-center gap-2">
              <Select
                label="Event"
                value={keyOf(event)}
                options={events.map((one) => ({ value: keyOf(one), label: describe(one) }))}
                onChange={(key) => setChosen(events.find((one) => keyOf(one) === key) ?? event)}
                className="max-w-96 min-w-52"
              />
              <SegmentedControl<TypeLanguage>
                label="Language"
                value={language}
                options={TYPE_LANGUAGES.map((value) => ({ value, label: TYPE_LANGUAGE_NAMES[value] }))}
                onChange={(next) => {
                  setLanguage(next)
                  localStorage.setItem(REMEMBERED, next)
                }}
              />
              <span className="flex-1" />
              {types.data && (
                <>
                  <CopyButton what="Types" text={types.data.text} />
                  <Button icon={<Save />} onClick={() => save(event, language, types.data.text)}>
                    Save
                  </Button>
                </>
              )}
            </div>
            <Shown
              event={event}
              language={language}
              types={types.data}
              error={types.error}
              relearning={list.data?.relearning.find(({ endpoint }) => endpoint === event.endpoint) ?? null}
            />
          </>
        )}
      </div>
    </Dialog>
  )
}

interface ShownProps {
  readonly event: EventOfTypes
  readonly language: TypeLanguage
  readonly types: WrittenTypes | undefined
  readonly error: Error | null
  /** The types of its endpoint are being learned anew. */
  readonly relearning: Relearning | null
}

function Shown({ event, language, types, error, relearning }: ShownProps) {
  if (types === undefined) {
    return error === null ? <Spinner /> : <ErrorState title="There are no types to show" error={error} />
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 text-small text-dim">
        <p className="min-w-60 flex-1">
          From {countOf(types.captures, 'capture')} of{' '}
          <span className="font-medium text-text">{visibleText(eventName(event))}</span>
          {types.leftOut > 0 && ` · ${formatCount(types.leftOut)} more left out: no whole JSON or form of up to 4 MiB`}
          {types.behind > 0 && ` · ${countOf(types.behind, 'capture')} not looked at yet`}
        </p>
        <Relearn endpoint={event.endpoint} relearning={relearning} />
      </div>
      <div className="flex min-h-0 flex-1 overflow-hidden rounded-[7px] border border-line-strong">
        <CodeView
          key={`${keyOf(event)} ${language}`}
          text={types.text}
          language={language === 'schema' ? 'json' : 'typescript'}
          label={`${TYPE_LANGUAGE_NAMES[language]} of ${eventName(event)}`}
          keepsPlace
        />
      </div>
    </>
  )
}

/** What deleted captures taught stays, until it is learned anew from those that are kept. */
function Relearn({ endpoint, relearning }: { readonly endpoint: string; readonly relearning: Relearning | null }) {
  if (relearning !== null) {
    return (
      <span className="inline-flex items-center gap-2">
        Learning anew: {Math.floor(relearning.share * 100)} %
        <LinkButton onClick={() => void relearn('types.stopRelearning', endpoint)}>Stop</LinkButton>
      </span>
    )
  }
  return (
    <LinkButton
      title={`From the captures of ${endpoint} that are kept: what deleted ones taught goes`}
      onClick={() => void relearn('types.relearn', endpoint)}
    >
      Learn anew
    </LinkButton>
  )
}

async function relearn(channel: 'types.relearn' | 'types.stopRelearning', endpoint: string): Promise<void> {
  try {
    await call(channel, { endpoint })
  } catch (error) {
    showError(error)
  }
}

function NoEvents({ error, isKnown }: { readonly error: Error | null; readonly isKnown: boolean }) {
  if (error !== null) return <ErrorState title="The event types could not be read" error={error} />
  if (!isKnown) return <Spinner />
  return (
    <EmptyState title="No types yet">
      Types are made of what is received. Once there is a capture with JSON or a form, its types are here.
    </EmptyState>
  )
}

interface ListedEvent extends EventOfTypes {
  readonly captures: number
}

/** One for each event type at an endpoint, whoever its provider was taken for, those with most captures first. */
function eventsOf(types: ReadonlyArray<LearnedType>, chosen: EventOfTypes | null): ListedEvent[] {
  const events = new Map<string, ListedEvent>()
  for (const { eventType, endpoint, captures } of types) {
    const key = keyOf({ eventType, endpoint })
    events.set(key, { eventType, endpoint, captures: captures + (events.get(key)?.captures ?? 0) })
  }
  if (chosen !== null && ![...events.values()].some((event) => isSameEvent(event, chosen))) {
    events.set(keyOf(chosen), { ...chosen, captures: 0 })
  }
  return [...events.values()].sort((left, right) => right.captures - left.captures)
}

function keyOf({ eventType, endpoint }: EventOfTypes): string {
  return JSON.stringify([eventType, endpoint])
}

function describe(event: ListedEvent): string {
  return `${visibleText(eventName(event))} · ${event.endpoint} · ${formatCount(event.captures)}`
}

function save(event: EventOfTypes, language: TypeLanguage, text: string): void {
  const name = event.eventType === '' ? `${event.endpoint}-payload` : event.eventType
  saveFile(new TextEncoder().encode(text), `${name}${ENDINGS[language]}`)
}

function rememberedLanguage(): TypeLanguage {
  const remembered = localStorage.getItem(REMEMBERED)
  return TYPE_LANGUAGES.find((language) => language === remembered) ?? 'ts'
}
