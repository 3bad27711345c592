import type { Cause } from '../cause.ts'
import type { SavedKey } from '../diagnosis-context.ts'
import type { Hypothesis } from '../hypothesis.ts'
import type { Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'

/** Secrets that are saved elsewhere. */
export const otherSecrets: Probe = {
  about: 'every other saved secret',
  applies: ({ context }) => context.otherKeys.length > 0,
  *hypotheses(subject) {
    for (const key of subject.context.otherKeys) yield otherSecret(key, subject)
  },
}

export function otherSecret(key: SavedKey, subject: Subject): Hypothesis {
  return { changes: { keys: [key] }, causes: [() => causeOf(key, subject)] }
}

function causeOf(key: SavedKey, { keys }: Subject): Cause {
  const tried = keys.map(({ name }) => `“${name}”`).join(', ')
  const evidence = [
    `“${key.name}”${key.endpoint === null ? '' : `, saved at “${key.endpoint}”,`} gives the received signature.`,
    tried === '' ? 'No secret is saved for this endpoint.' : `Tried for this endpoint, and not right: ${tried}.`,
  ]
  const mode = modeOf(key.name, key.value)
  const triedModes = keys.map(({ name, value }) => modeOf(name, value)).filter((known) => known !== null)
  if (mode !== null && triedModes.length > 0 && !triedModes.includes(mode)) {
    return {
      code: 'secret-of-other-mode',
      certainty: 'proven',
      sentence: `The request was signed with the ${mode} secret “${key.name}”, and the endpoint has the ${triedModes[0]} one.`,
      evidence,
      nextStep: `Add “${key.name}” to this endpoint, or send ${mode} events to an endpoint of their own.`,
    }
  }
  if (key.endpoint === null) {
    return {
      code: 'other-secret-fits',
      certainty: 'proven',
      sentence: `The request was signed with another secret of this endpoint: “${key.name}”.`,
      evidence,
      nextStep: `Change whose secret “${key.name}” is, in the settings of this endpoint.`,
    }
  }
  return {
    code: 'secret-of-other-endpoint',
    certainty: 'proven',
    sentence: `The request was signed with another saved secret: “${key.name}” of “${key.endpoint}”.`,
    evidence,
    nextStep: `Add “${key.name}” to this endpoint, or point the provider's webhook at “${key.endpoint}”.`,
  }
}

function modeOf(name: string, value: string): 'live' | 'test' | null {
  const text = `${name} ${value.slice(0, 16)}`.toLowerCase()
  if (/(^|[^a-z])(test|sandbox|staging|dev)([^a-z]|$)/.test(text)) return 'test'
  return /(^|[^a-z])(live|prod|production)([^a-z]|$)/.test(text) ? 'live' : null
}
