import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { runCommand } from '../../app/commands.ts'
import { Badge } from '../../ui/badge.tsx'
import { CapturedText } from '../../ui/captured-text.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { openCapture } from '../captures/selection-store.ts'
import { type Attempts, attemptBeside, attemptInWords, attemptLines } from './attempts.ts'
import { ATTEMPT_AFTER, ATTEMPT_BEFORE, useAttemptCommands } from './use-attempt-commands.ts'
import { useAttempts } from './use-attempts.ts'

/** Which event a capture tells of, and which attempt to deliver it this was, with a way to the others. */
export function EventLine({ capture }: { readonly capture: CaptureDetail }) {
  const attempts = useAttempts(capture)
  useAttemptCommands(capture.id, attempts)
  const { eventId, attemptCounter } = capture
  return (
    <div className="flex h-[22px] max-w-full min-w-0 items-center gap-2.5 text-small text-dim empty:hidden">
      {eventId !== null && (
        <code title={`Event ${visibleText(eventId)}`} className="max-w-56 min-w-0 truncate font-mono text-text">
          <CapturedText text={eventId} />
        </code>
      )}
      <Attempt capture={capture} attempts={attempts} />
      {attemptCounter !== null && (
        <span title="What its provider counts attempts with: some begin at 0, others at 1" className="shrink-0">
          provider’s counter: {visibleText(attemptCounter)}
        </span>
      )}
      {attempts.captures.length > 1 && (
        <span className="flex">
          <Step label="Attempt before" shortcut="[" command={ATTEMPT_BEFORE} to={beside(capture, attempts, -1)} />
          <Step label="Attempt after" shortcut="]" command={ATTEMPT_AFTER} to={beside(capture, attempts, 1)} />
        </span>
      )}
    </div>
  )
}

interface AttemptProps {
  readonly capture: CaptureDetail
  readonly attempts: Attempts
}

function Attempt({ capture, attempts }: AttemptProps) {
  const words = attemptInWords(capture, attempts)
  if (words === null) return <Repeated capture={capture} />
  if (attempts.captures.length < 2) return <span className="min-w-0 truncate">{words}</span>
  return (
    <Menu
      trigger={
        <button type="button" className="min-w-0 truncate rounded-xs hover:text-text hover:underline">
          {words}
        </button>
      }
      entries={attemptLines(attempts).map(({ id, text }) => ({
        label: text,
        disabled: id === capture.id,
        run: () => openCapture(id),
      }))}
    />
  )
}

function Step({
  label,
  shortcut,
  command,
  to,
}: {
  readonly label: string
  readonly shortcut: string
  readonly command: string
  readonly to: string | null
}) {
  return (
    <IconButton
      label={label}
      shortcut={shortcut}
      disabled={to === null}
      icon={shortcut === '[' ? <ChevronLeft /> : <ChevronRight />}
      className="size-5!"
      onClick={() => runCommand(command)}
    />
  )
}

/** The same bytes as an event that is another one: a sender's mistake, or a test. */
function Repeated({ capture: { duplicate, duplicateOf } }: { readonly capture: CaptureDetail }) {
  if (!duplicate) return null
  return (
    <>
      <Badge tone="warn">duplicate</Badge>
      {duplicateOf === null ? (
        <span className="min-w-0 truncate">of a capture that was deleted</span>
      ) : (
        <LinkButton onClick={() => openCapture(duplicateOf)}>same bytes as an earlier one</LinkButton>
      )}
    </>
  )
}

function beside(capture: CaptureDetail, { captures }: Attempts, by: -1 | 1): string | null {
  return attemptBeside(capture.id, captures, by)
}
