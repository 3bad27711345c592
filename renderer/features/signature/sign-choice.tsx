import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { classNames } from '../../ui/class-names.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Select } from '../../ui/select.tsx'
import { Switch } from '../../ui/switch.tsx'
import { chooseSecret, type SigningChoice, useSigningChoice } from './signing-choice.ts'
import { useSecrets } from './use-secrets.ts'

/** Keep, sign anew, strip or break the signature of what is sent. */
export function SignChoice() {
  const kind = useSigningChoice((choice) => choice.kind)
  return (
    <SegmentedControl<SigningChoice['kind']>
      label="Signature"
      value={kind}
      options={[
        { value: 'keep', label: 'Keep' },
        { value: 'resign', label: 'Re-sign' },
        { value: 'strip', label: 'Strip' },
        { value: 'break', label: 'Break' },
      ]}
      onChange={(next) => useSigningChoice.setState({ kind: next })}
    />
  )
}

const NEWEST = 'newest'

const HOW = [
  { value: 'flip', label: 'One character differs' },
  { value: 'stale', label: 'Timestamp of yesterday' },
  { value: 'wrong-secret', label: 'Wrong secret' },
] as const

interface SignDetailsProps {
  /** Null: many, each signed with a secret of its own endpoint. */
  readonly capture: Pick<CaptureDetail, 'endpoint' | 'provider'> | null
  readonly className?: string
}

/** What a chosen way to sign leaves open; nothing where it leaves nothing. */
export function SignDetails({ capture, className }: SignDetailsProps) {
  const { kind, how, newId } = useSigningChoice()
  if (kind === 'keep' || kind === 'strip') return null
  return (
    <div className={classNames('flex flex-wrap items-center gap-x-4 gap-y-1.5 text-small', className)}>
      {kind === 'break' && (
        <Select
          label="How it is broken"
          value={how}
          options={HOW}
          onChange={(next) => useSigningChoice.setState({ how: next })}
          className="w-48"
        />
      )}
      {capture !== null && <SecretSelect capture={capture} />}
      <span title="Where the scheme signs one; otherwise the captured one is kept">
        <Switch
          label="New message id"
          checked={newId}
          onChange={(next) => useSigningChoice.setState({ newId: next })}
        />
      </span>
    </div>
  )
}

function SecretSelect({
  capture: { endpoint, provider },
}: {
  readonly capture: NonNullable<SignDetailsProps['capture']>
}) {
  const { data: secrets } = useSecrets(endpoint)
  const chosen = useSigningChoice((choice) => choice.secrets[endpoint])
  const signing = (secrets ?? []).filter(({ kind }) => kind === 'secret' || kind === 'private-key')
  if (secrets !== undefined && signing.length === 0) {
    return <span className="text-warn">{endpoint} has no secret to sign with. Add one in the Signature tab.</span>
  }
  // Another provider's may be chosen, and is never taken by itself.
  const meant = signing.filter(
    (secret) => secret.provider === null || provider === null || secret.provider === provider,
  )
  const [only] = meant
  const byItself = meant.length === 1 && only !== undefined ? `With ${only.name}` : 'With the newest that fits'
  const others = signing.length === 1 && meant.length === 1 ? [] : signing
  return (
    <Select
      label="Secret to sign with"
      value={signing.some(({ id }) => id === chosen) && chosen !== undefined ? chosen : NEWEST}
      options={[
        { value: NEWEST, label: meant.length === 0 ? 'None is for this provider' : byItself },
        ...others.map(({ id, name }) => ({ value: id, label: `With ${name}` })),
      ]}
      onChange={(id) => chooseSecret(endpoint, id === NEWEST ? null : id)}
      className="max-w-56 min-w-40 truncate"
    />
  )
}
