import { Bookmark, Braces, Copy, Diff, Ellipsis, FilePenLine, Pin, PinOff, RotateCw, Tag, Trash2 } from 'lucide-react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { headerText } from '../../../shared/http/header-text.ts'
import { runCommand, useAllCommands } from '../../app/commands.ts'
import { openDialog } from '../../app/dialogs.ts'
import { keyLabel } from '../../app/key-match.ts'
import { IS_MAC } from '../../app/platform.ts'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { CapturedText } from '../../ui/captured-text.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { formatDuration } from '../../ui/format-duration.ts'
import { formatFullTime } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { captureTitle } from '../captures/capture-title.ts'
import { toggleMark, useMark } from '../compare/compare-store.ts'
import { EventLine } from '../events/event-line.tsx'
import { AckTimeout } from '../signature/ack-timeout.tsx'
import { HandshakeBanner } from '../signature/handshake-banner.tsx'
import { SignatureLine } from '../signature/signature-line.tsx'
import { TagList } from '../tags/tag-list.tsx'
import { DriftBanner } from '../types/drift-banner.tsx'
import { captureOrigin } from './capture-origin.ts'

interface DetailHeaderProps {
  readonly capture: CaptureDetail
  /** Being edited: the editor has its own way to send. */
  readonly isEditing: boolean
  edit(): void
  replay(): void
  togglePinned(): void
  copyAs(): void
  copyAsCurl(): void
  openSignature(): void
  /** Null: there is no target to copy it for. */
  readonly copyAsCurlToTarget: (() => void) | null
}

/** What a capture is, where it came from and how it was answered, with what can be done about it. */
export function DetailHeader({
  capture,
  isEditing,
  edit,
  replay,
  togglePinned,
  copyAs,
  copyAsCurl,
  openSignature,
  copyAsCurlToTarget,
}: DetailHeaderProps) {
  const title = captureTitle(capture)
  // The list deletes, since it knows what to show in its place.
  const canRemove = useAllCommands().some((command) => command.id === 'captures.delete' && command.enabled !== false)
  const isMarked = useMark(({ marked }) => marked?.kind === 'capture' && marked.id === capture.id)
  const PinIcon = capture.pinned ? PinOff : Pin
  return (
    <header className="@container shrink-0 border-b border-line">
      <div className="flex flex-col gap-1 px-4 pt-2.5 pb-2">
        <div className="flex items-center gap-2">
          <h2 className="min-w-0 truncate text-title font-semibold" title={visibleText(title)}>
            <CapturedText text={title} />
          </h2>
          {capture.state !== 'complete' && (
            <Badge tone={capture.state === 'malformed' ? 'bad' : 'warn'}>{capture.state}</Badge>
          )}
          {isMarked && <Badge tone="accent">marked</Badge>}
          <TagList tags={capture.tags} most={3} />
          {capture.pinned && <Pin aria-label="Pinned" className="size-3.5 shrink-0 fill-current text-warn" />}
          <span className="flex-1" />
          {!isEditing && (
            <>
              <Button
                icon={<FilePenLine />}
                shortcut="e"
                onClick={edit}
                title="Edits a copy and replays it"
                className="@max-[440px]:[&_[data-shortcut]]:hidden"
              >
                <span className="@max-[440px]:sr-only">Edit</span>
              </Button>
              <Button
                look="primary"
                icon={<RotateCw />}
                shortcut="r"
                disabled={capture.method === null}
                onClick={replay}
                title="Replays to the target below"
                className="@max-[440px]:[&_[data-shortcut]]:hidden"
              >
                Replay
              </Button>
            </>
          )}
          <Menu
            align="end"
            trigger={<IconButton label="More" icon={<Ellipsis />} />}
            entries={[
              {
                label: 'Copy as…',
                icon: <Copy />,
                shortcut: 'c',
                disabled: capture.method === null,
                run: copyAs,
              },
              {
                label: 'Copy as curl',
                icon: <Copy />,
                disabled: capture.method === null,
                run: copyAsCurl,
              },
              {
                label: 'Copy as curl to the target',
                icon: <Copy />,
                disabled: capture.method === null || copyAsCurlToTarget === null,
                run: () => copyAsCurlToTarget?.(),
              },
              {
                label: 'Types of this event…',
                icon: <Braces />,
                shortcut: 'Shift+t',
                disabled: capture.state === 'malformed',
                run: () => runCommand('capture.types'),
              },
              { label: capture.pinned ? 'Unpin' : 'Pin', icon: <PinIcon />, shortcut: 'p', run: togglePinned },
              {
                label: 'Tags…',
                icon: <Tag />,
                shortcut: 't',
                run: () => openDialog({ kind: 'tags', captures: [capture] }),
              },
              {
                label: isMarked ? 'Take the mark away' : 'Mark to compare',
                icon: <Bookmark />,
                shortcut: 'm',
                run: () => toggleMark({ kind: 'capture', id: capture.id }),
              },
              {
                label: 'Compare with the marked one',
                icon: <Diff />,
                shortcut: 'd',
                run: () => runCommand('capture.compare'),
              },
              {
                label: 'Compare with the previous of its event type',
                icon: <Diff />,
                shortcut: 'b',
                run: () => runCommand('capture.compare-previous'),
              },
              {
                label: 'Compare with another attempt of the same event',
                icon: <Diff />,
                shortcut: keyLabel('Shift+b', IS_MAC),
                run: () => runCommand('capture.compare-attempt'),
              },
              {
                label: 'Compare with…',
                icon: <Diff />,
                shortcut: keyLabel('Shift+d', IS_MAC),
                run: () => openDialog({ kind: 'compare-with', side: { kind: 'capture', id: capture.id } }),
              },
              'line',
              {
                label: 'Delete',
                icon: <Trash2 />,
                shortcut: 'x',
                danger: true,
                disabled: !canRemove,
                run: () => runCommand('captures.delete'),
              },
            ]}
          />
        </div>
        <Facts capture={capture} />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
          <SignatureLine capture={capture} onOpen={openSignature} />
          <EventLine capture={capture} />
        </div>
      </div>
      {capture.handshake !== null && (
        <HandshakeBanner key={capture.id} capture={capture} handshake={capture.handshake} />
      )}
      {capture.drifts && <DriftBanner key={`drift ${capture.id}`} capture={capture} />}
      {capture.reason !== null && (
        <Banner tone={capture.state === 'malformed' ? 'bad' : 'warn'}>{visibleText(capture.reason)}</Banner>
      )}
    </header>
  )
}

function Facts({ capture }: { readonly capture: CaptureDetail }) {
  const target = headerText(capture.target ?? '')
  const origin = captureOrigin(capture)
  return (
    <div className="flex flex-wrap gap-x-3.5 gap-y-0.5 text-small text-dim">
      <code
        className="max-w-full min-w-0 truncate font-mono text-text"
        title={visibleText(`${capture.method ?? ''} ${target}`)}
      >
        {capture.method ?? '—'} <CapturedText text={target} />
      </code>
      <span>{formatBytes(capture.bodySize)}</span>
      <span>
        {answered(capture)}
        <AckTimeout provider={capture.provider} />
      </span>
      {origin.from !== null && <span title={origin.connection ?? undefined}>{origin.from}</span>}
      {origin.called !== null && <span>{origin.called}</span>}
      <time dateTime={new Date(capture.receivedAt).toISOString()}>{formatFullTime(capture.receivedAt)}</time>
      {capture.imported !== null && (
        <span title={`On ${formatFullTime(capture.imported.at)}`}>
          imported{capture.imported.file === '' ? '' : ` from ${visibleText(capture.imported.file)}`}
        </span>
      )}
    </div>
  )
}

function answered(capture: CaptureDetail): string {
  if (capture.answeredStatus === null) return 'not answered'
  const time = capture.answeredMs === null ? '' : ` in ${formatDuration(capture.answeredMs)}`
  return `answered ${capture.answeredStatus}${time}`
}
