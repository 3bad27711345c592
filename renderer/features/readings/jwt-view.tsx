import { prettyJson } from '../../../shared/body/json-pretty.ts'
import type { DecodedJwt } from '../../../shared/http/header-views.ts'
import { Badge } from '../../ui/badge.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { Moment } from './moment.tsx'
import type { KnownMoment } from './relative-time.ts'

const CLAIMS = { iat: 'issued', nbf: 'valid from', exp: 'expires' } as const

/** A token as it reads. Whether it is genuine is for the signature check to say. */
export function JwtView({ jwt, beside }: { readonly jwt: DecodedJwt; readonly beside: KnownMoment | null }) {
  return (
    <div className="mt-1 flex flex-col gap-1 rounded-md border border-line bg-bg p-2">
      <p>A JSON Web Token, decoded; its signature was not checked.</p>
      <pre className="overflow-auto font-mono whitespace-pre-wrap break-words text-text">{pretty(jwt.header)}</pre>
      <pre className="overflow-auto font-mono whitespace-pre-wrap break-words text-text">{pretty(jwt.payload)}</pre>
      {jwt.times.map(({ claim, unixMs }) => (
        <p key={claim}>
          <code className="font-mono">{claim}</code> {CLAIMS[claim]} <Moment unixMs={unixMs} beside={beside} />{' '}
          {claim === 'exp' && beside !== null && unixMs <= beside.unixMs && (
            <Badge tone="warn">had expired when it was {beside.what}</Badge>
          )}
          {claim === 'nbf' && beside !== null && unixMs > beside.unixMs && (
            <Badge tone="warn">was not valid yet when it was {beside.what}</Badge>
          )}
        </p>
      ))}
    </div>
  )
}

function pretty(json: string): string {
  const result = prettyJson(json)
  return visibleText(result.kind === 'pretty' ? result.text : json, { lines: true })
}
