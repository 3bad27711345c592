import { useState } from 'react'
import { assertNever } from '../../../shared/assert-never.ts'
import { prettyJson } from '../../../shared/body/json-pretty.ts'
import type { DecodedJwt, HeaderView } from '../../../shared/http/header-views.ts'
import { CapturedText } from '../../ui/captured-text.tsx'
import { formatFullTime } from '../../ui/format-time.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { relativeTime } from './relative-time.ts'

/** What a header's value means, below the value itself. */
export function HeaderViewNote({ view }: { readonly view: HeaderView }) {
  switch (view.kind) {
    case 'date':
      return <Moment unixMs={view.unixMs} />
    case 'cookies':
      return <Pairs pairs={view.cookies.map((cookie) => [cookie.name, cookie.value])} />
    case 'set-cookie':
      return <Pairs pairs={[[view.cookie.name, view.cookie.value], ...view.cookie.attributes]} />
    case 'basic':
      return <Credentials user={view.user} password={view.password} />
    case 'jwt':
      return <Jwt jwt={view.jwt} />
    default:
      return assertNever(view)
  }
}

function Moment({ unixMs }: { readonly unixMs: number }) {
  return (
    <>
      {formatFullTime(unixMs)}, {relativeTime(unixMs, Date.now())}
    </>
  )
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

function Jwt({ jwt }: { readonly jwt: DecodedJwt }) {
  return (
    <div className="mt-1 flex flex-col gap-1 rounded-md border border-line bg-bg p-2">
      <p>A JSON Web Token, decoded; its signature was not checked.</p>
      <pre className="overflow-auto font-mono whitespace-pre-wrap break-words text-text">{pretty(jwt.header)}</pre>
      <pre className="overflow-auto font-mono whitespace-pre-wrap break-words text-text">{pretty(jwt.payload)}</pre>
      {jwt.times.map((time) => (
        <p key={time.claim}>
          <code className="font-mono">{time.claim}</code> <Moment unixMs={time.unixMs} />
        </p>
      ))}
    </div>
  )
}

function pretty(json: string): string {
  const result = prettyJson(json)
  return visibleText(result.kind === 'pretty' ? result.text : json, { lines: true })
}
