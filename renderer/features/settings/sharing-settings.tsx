import { useState } from 'react'
import { REDACTION_KINDS } from '../../../shared/redact/redaction-kind.ts'
import { type RedactionRules, redactionRules } from '../../../shared/redact/redaction-rules.ts'
import { call } from '../../host.ts'
import { Switch } from '../../ui/switch.tsx'
import { FormFoot } from '../endpoints/form-foot.tsx'
import { useSaving } from '../endpoints/use-saving.ts'
import { PatternRows } from './pattern-rows.tsx'
import { RedactionTrial } from './redaction-trial.tsx'

/** What is taken out of what is shared, with a field to try it. */
export function SharingSettings({ rules }: { readonly rules: RedactionRules }) {
  const [draft, setDraft] = useState(rules)
  const [wrongPatterns, setWrongPatterns] = useState<ReadonlyMap<number, string>>(new Map())
  const saving = useSaving()
  const parsed = redactionRules.safeParse(draft)
  const change = (changes: Partial<RedactionRules>) => {
    setDraft({ ...draft, ...changes })
    saving.touched()
  }
  const off: ReadonlySet<string> = new Set(draft.off)

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (parsed.success && wrongPatterns.size === 0)
          void saving.run(call('settings.set', { redaction: parsed.data }))
      }}
    >
      <p className="text-dim">
        What is taken out when captures are exported or copied redacted. The same value becomes the same placeholder,
        such as <code className="font-mono text-small">[email-1]</code>. Stored captures stay as they are.
      </p>
      <fieldset className="grid grid-cols-2 gap-x-4 gap-y-2.5 max-[640px]:grid-cols-1">
        <legend className="sr-only">What is taken out</legend>
        {REDACTION_KINDS.map(({ kind, label, hint, always }) => (
          <Switch
            key={kind}
            label={label}
            hint={hint}
            checked={!off.has(kind)}
            disabled={always === true}
            onChange={(on) => {
              const others = draft.off.filter((one) => one !== kind)
              change({ off: on || kind === 'secret' || kind === 'pattern' ? others : [...others, kind] })
            }}
          />
        ))}
      </fieldset>
      <PatternRows
        patterns={draft.patterns}
        wrong={wrongPatterns}
        onChange={(patterns) => change({ patterns: [...patterns] })}
      />
      <RedactionTrial rules={draft} onWrong={setWrongPatterns} />
      <FormFoot saving={saving} wrong={!parsed.success || wrongPatterns.size > 0} />
    </form>
  )
}
