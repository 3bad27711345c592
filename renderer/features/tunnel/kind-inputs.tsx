import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { type CheckedDraft, fieldsOf, type TunnelDraft, withTyped } from './tunnel-draft.ts'

interface KindInputsProps {
  readonly draft: TunnelDraft
  readonly checked: CheckedDraft
  onChange(draft: TunnelDraft): void
}

/** The settings of the kind that the draft is of. */
export function KindInputs({ draft, checked, onChange }: KindInputsProps) {
  const typed = draft.typed[draft.kind]
  return (
    <>
      {draft.kind === 'cloudflared' && (
        <SegmentedControl
          label="Kind of Cloudflare tunnel"
          value={draft.isNamed ? 'named' : 'quick'}
          options={[
            { value: 'quick', label: 'Random URL' },
            { value: 'named', label: 'Host name of my own' },
          ]}
          onChange={(value) => onChange({ ...draft, isNamed: value === 'named' })}
        />
      )}
      <div className="grid grid-cols-2 items-start gap-3">
        {fieldsOf(draft).map(({ name, label, hint, placeholder, wide, type }) => (
          <TextField
            key={`${draft.kind} ${name}`}
            label={label}
            mono
            className={wide ? 'col-span-2' : undefined}
            inputMode={type === 'port' || type === 'optional-port' ? 'numeric' : undefined}
            placeholder={placeholder}
            value={typed[name] ?? ''}
            onChange={(value) => onChange(withTyped(draft, name, value))}
            error={checked.kind === 'invalid' ? checked.wrong.get(name) : null}
            hint={hint}
          />
        ))}
      </div>
    </>
  )
}
