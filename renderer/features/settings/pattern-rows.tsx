import { Plus, X } from 'lucide-react'
import { type OwnPattern, ownPattern } from '../../../shared/redact/redaction-rules.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextField } from '../../ui/text-field.tsx'

interface PatternRowsProps {
  readonly patterns: ReadonlyArray<OwnPattern>
  /** What is wrong with one, by its place. */
  readonly wrong: ReadonlyMap<number, string>
  onChange(patterns: ReadonlyArray<OwnPattern>): void
}

/** The user's own patterns. */
export function PatternRows({ patterns, wrong, onChange }: PatternRowsProps) {
  const change = (index: number, changes: Partial<OwnPattern>) =>
    onChange(patterns.map((pattern, at) => (at === index ? { ...pattern, ...changes } : pattern)))
  return (
    <section aria-label="Own patterns" className="flex flex-col gap-2">
      <SmallTitle>Own patterns</SmallTitle>
      {patterns.map((pattern, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing else that stays while they are typed.
        <div key={index} className="flex items-start gap-2">
          <TextField
            label={`Name of pattern ${index + 1}`}
            hideLabel
            placeholder="Name"
            className="w-36 shrink-0"
            value={pattern.name}
            error={messageOf(ownPattern.shape.name.safeParse(pattern.name))}
            onChange={(name) => change(index, { name })}
          />
          <TextField
            label={`Pattern ${index + 1}`}
            hideLabel
            mono
            placeholder="cus_[A-Za-z0-9]+"
            className="flex-1"
            value={pattern.pattern}
            error={messageOf(ownPattern.shape.pattern.safeParse(pattern.pattern)) ?? wrong.get(index) ?? null}
            onChange={(text) => change(index, { pattern: text })}
          />
          <div className="pt-1">
            <Switch
              label="Any case"
              checked={pattern.ignoreCase}
              onChange={(ignoreCase) => change(index, { ignoreCase })}
            />
          </div>
          <IconButton
            label={`Remove pattern ${index + 1}`}
            icon={<X />}
            onClick={() => onChange(patterns.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div className="flex items-center gap-3">
        <Button icon={<Plus />} onClick={() => onChange([...patterns, { name: '', pattern: '', ignoreCase: false }])}>
          Add pattern
        </Button>
        <span className="text-small text-faint">
          Regular expressions in RE2's syntax: no look-around, no back-references.
        </span>
      </div>
    </section>
  )
}

function messageOf(parsed: {
  readonly success: boolean
  readonly error?: { readonly issues: ReadonlyArray<{ readonly message: string }> }
}): string | null {
  return parsed.success ? null : (parsed.error?.issues[0]?.message ?? null)
}
