import { type AccessRules, type AccessRulesChange, accessRulesChange } from '../../../shared/endpoint/access-rules.ts'
import { base64 } from '../../../shared/http/base64-text.ts'
import { typedList } from './typed-list.ts'

/** Access rules as they are typed. */
export interface AccessDraft {
  /** One to a line. */
  readonly addresses: string
  readonly pathToken: string
  readonly hasBasicAuth: boolean
  readonly user: string
  /** Empty: the one that is kept. */
  readonly password: string
  readonly storeRefused: boolean
}

export function accessDraftOf(rules: AccessRules): AccessDraft {
  return {
    addresses: rules.allowedAddresses.join('\n'),
    pathToken: rules.pathToken ?? '',
    hasBasicAuth: rules.basicAuth !== null,
    user: rules.basicAuth?.user ?? '',
    password: '',
    storeRefused: rules.storeRefused,
  }
}

type AccessField = 'addresses' | 'pathToken' | 'user' | 'password'

export type CheckedAccess =
  | { readonly kind: 'valid'; readonly rules: AccessRulesChange }
  | { readonly kind: 'invalid'; readonly wrong: Partial<Readonly<Record<AccessField, string>>> }

/** The rules, or what is wrong with them. `isPasswordKept`: there is one already, so that none has to be typed. */
export function checkAccess(draft: AccessDraft, isPasswordKept: boolean): CheckedAccess {
  const addresses = typedList(draft.addresses)
  const password = draft.password === '' && isPasswordKept ? null : draft.password
  const parsed = accessRulesChange.safeParse({
    allowedAddresses: addresses,
    pathToken: draft.pathToken.trim() || null,
    basicAuth: draft.hasBasicAuth ? { user: draft.user.trim(), password } : null,
    storeRefused: draft.storeRefused,
  })
  if (parsed.success) return { kind: 'valid', rules: parsed.data }
  const wrong: Partial<Record<AccessField, string>> = {}
  for (const { path, message } of parsed.error.issues) {
    const [rule, part] = path
    if (rule === 'allowedAddresses') {
      wrong.addresses ??= typeof part === 'number' ? `“${addresses[part]}” is none. ${message}` : 'At most 256 of them.'
    } else if (rule === 'pathToken') wrong.pathToken ??= message
    else if (part === 'password') wrong.password ??= message
    else wrong.user ??= message
  }
  return { kind: 'invalid', wrong }
}

/** A token that nobody guesses, of characters that every proxy leaves as they are. */
export function newPathToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18))
  return base64(bytes).replaceAll('+', '-').replaceAll('/', '_')
}
