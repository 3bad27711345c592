import { useState } from 'react'
import { assertNever } from '../../../shared/assert-never.ts'
import type { HeaderView } from '../../../shared/http/header-views.ts'
import { CapturedText } from '../../ui/captured-text.tsx'
import { JwtView } from '../readings/jwt-view.tsx'
import { Moment } from '../readings/moment.tsx'
import type { KnownMoment } from '../readings/relative-time.ts'

/** What a header's value means, below the value itself. */
export function HeaderViewNote({ view, beside }: { readonly view: HeaderView; readonly beside: KnownMoment | null }) {
  switch (view.kind) {
    case 'date':
      return <Moment unixMs={view.unixMs} beside={beside} />
    case 'cookies':
      return <Pairs pairs={view.cookies.map((cookie) => [cookie.name, cookie.value])} />
    case 'set-cookie':
      return <Pairs pairs={[[view.cookie.name, view.cookie.value], ...view.cookie.attributes]} />
    case 'basic':
      return <Credentials user={view.user} password={view.password} />
    case 'jwt':
      return <JwtView jwt={view.jwt} beside={beside} />
    default:
      return assertNever(view)
  }
}

function Pairs({ pairs }: { readonly pairs: ReadonlyArray<readonly [string, string | null]> }) {
  return (
    <dl className="grid grid-cols-[minmax(0,max-content)_minmax(0,1fr)] gap-x-3 font-mono">
      {pairs.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cookies may repeat, and never move.
        <div key={index} className="contents">
          <dt className="truncate text-code-key">
            <CapturedText text={name} />
          </dt>
          <dd className="break-all text-dim">
            <CapturedText text={value ?? ''} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Credentials({ user, password }: { readonly user: string; readonly password: string }) {
  const [shown, setShown] = useState(false)
  return (
    <>
      user{' '}
      <code className="font-mono">
        <CapturedText text={user} />
      </code>
      , password <code className="font-mono">{shown ? <CapturedText text={password} /> : '••••••'}</code>{' '}
      <button type="button" className="text-accent hover:underline" onClick={() => setShown(!shown)}>
        {shown ? 'hide' : 'show'}
      </button>
    </>
  )
}
