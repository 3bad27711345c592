import type { z } from 'zod'
import { TUNNEL_KINDS, type TunnelKindId } from '../../../shared/tunnel/tunnel-kind.ts'
import { type TunnelSettings, tunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import { KIND_FIELDS, type KindField, NAMED_FIELDS } from './kind-fields.ts'

type Typed = Readonly<Record<string, string>>

/** How a public URL is to be got, as it is typed. What was typed for one kind stays while another is looked at. */
export interface TunnelDraft {
  readonly kind: TunnelKindId
  readonly probeSeconds: string
  readonly reopen: boolean
  readonly typed: Readonly<Record<TunnelKindId, Typed>>
  /** Cloudflare: a host name of one's own. */
  readonly isNamed: boolean
  /** SSH: the key that is trusted is not to be any more. */
  readonly forgetsKey: boolean
}

export function draftOf(settings: TunnelSettings): TunnelDraft {
  return {
    kind: settings.kind,
    probeSeconds: String(settings.probeSeconds),
    reopen: settings.reopen,
    typed: Object.fromEntries(TUNNEL_KINDS.map((kind) => [kind, typedOf(settings, kind)])) as TunnelDraft['typed'],
    isNamed: settings.cloudflared.named !== null,
    forgetsKey: false,
  }
}

/** The draft with something else typed for the kind that it is of. */
export function withTyped(draft: TunnelDraft, name: string, value: string): TunnelDraft {
  const typed = { ...draft.typed[draft.kind], [name]: value }
  // A key belongs to one server: another one's would look like a fraud.
  const isOtherServer = draft.kind === 'ssh' && (name === 'host' || name === 'port')
  return {
    ...draft,
    typed: { ...draft.typed, [draft.kind]: typed },
    forgetsKey: isOtherServer || draft.forgetsKey,
  }
}

/** The fields that the draft has now. */
export function fieldsOf(draft: TunnelDraft): readonly KindField[] {
  const fields = KIND_FIELDS[draft.kind]
  return draft.kind === 'cloudflared' && draft.isNamed ? [...fields, ...NAMED_FIELDS] : fields
}

const changes = tunnelSettings.partial()

export type CheckedDraft =
  | { readonly kind: 'valid'; readonly settings: z.output<typeof changes> }
  /** By the name of the field. */
  | { readonly kind: 'invalid'; readonly wrong: ReadonlyMap<string, string> }

/** The settings that the draft changes, or what is wrong with it. `trusted` is the key of the SSH server as it is kept. */
export function checkDraft(draft: TunnelDraft, trusted: string | null): CheckedDraft {
  const parsed = changes.safeParse({
    kind: draft.kind,
    probeSeconds: draft.probeSeconds.trim() === '' ? Number.NaN : Number(draft.probeSeconds),
    reopen: draft.reopen,
    [draft.kind]: kindSettings(draft, trusted),
  })
  if (parsed.success) return { kind: 'valid', settings: parsed.data }
  const own = new Map(fieldsOf(draft).map((field) => [field.name, field.wrong]))
  const wrong = parsed.error.issues.map(({ path, message }): [string, string] => {
    const name = String(path.at(-1))
    return [name, name === 'probeSeconds' ? 'From 0.1 to 3600 seconds.' : (own.get(name) ?? message)]
  })
  return { kind: 'invalid', wrong: new Map(wrong) }
}

function typedOf(settings: TunnelSettings, kind: TunnelKindId): Typed {
  const kept: Record<string, unknown> =
    kind === 'cloudflared' ? { ...settings.cloudflared.named, ...settings.cloudflared } : settings[kind]
  const fields = kind === 'cloudflared' ? [...KIND_FIELDS.cloudflared, ...NAMED_FIELDS] : KIND_FIELDS[kind]
  return Object.fromEntries(fields.map(({ name }) => [name, kept[name] == null ? '' : String(kept[name])]))
}

function kindSettings(draft: TunnelDraft, trusted: string | null): unknown {
  const typed = draft.typed[draft.kind]
  const values = (fields: readonly KindField[]) =>
    Object.fromEntries(fields.map((field) => [field.name, typedValue(field, typed[field.name] ?? '')]))
  const own = values(KIND_FIELDS[draft.kind])
  if (draft.kind === 'cloudflared') return { ...own, named: draft.isNamed ? values(NAMED_FIELDS) : null }
  return draft.kind === 'ssh' ? { ...own, hostKey: draft.forgetsKey ? null : trusted } : own
}

function typedValue({ type }: KindField, typed: string): string | number | null {
  const text = typed.trim()
  switch (type) {
    case 'text':
      return text
    case 'optional':
      return text === '' ? null : text
    case 'port':
      return text === '' ? Number.NaN : Number(text)
    case 'optional-port':
      return text === '' ? null : Number(text)
  }
}
