import { AppError } from '../../../shared/contract/errors.ts'
import type { EndpointSecret, MadeKeyType, NewSecret, SecretChange } from '../../../shared/endpoint/endpoint-secret.ts'
import { providerById } from '../../../shared/signature/catalogue/catalogue.ts'
import { newId } from '../new-id.ts'
import type { SecretBox } from '../secrets/secret-box.ts'
import type { StoredSecret } from '../store/signing-store.ts'
import type { Store } from '../store/store.ts'
import { makeKeyPair } from './make-key-pair.ts'
import { publicHalf } from './public-half.ts'

/** A secret with its value, for checking and signing. */
export interface OpenSecret extends Omit<StoredSecret, 'sealed'> {
  readonly value: string
}

/** Shorter ones would be half given away by their last four characters. */
const HINTED_LENGTH = 16
const HINT_LENGTH = 4

/** The secrets of all endpoints: sealed in the store, opened when something is checked, signed or shown. */
export class EndpointSecrets {
  private secrets: StoredSecret[]
  private readonly store: Pick<Store, 'queue' | 'signing'>
  private readonly box: SecretBox

  constructor(store: Pick<Store, 'queue' | 'signing'>, box: SecretBox) {
    this.store = store
    this.box = box
    this.secrets = store.signing.secrets()
  }

  list(endpoint: string): EndpointSecret[] {
    return this.of(endpoint).map((secret) => this.shown(secret))
  }

  /** Those of an endpoint that can be opened. */
  open(endpoint: string): OpenSecret[] {
    return this.of(endpoint).flatMap((secret) => {
      const opened = this.tryOpen(secret)
      return 'problem' in opened ? [] : [opened.secret]
    })
  }

  /** Throws `AppError` if it is gone, or cannot be opened. */
  openOne(id: string): OpenSecret {
    const secret = this.find(id)
    const { sealed: _sealed, ...facts } = secret
    return { ...facts, value: unsealSecret(this.box, secret) }
  }

  async add({ value, ...given }: NewSecret): Promise<EndpointSecret> {
    expectKnown(given.provider)
    const publicKey = given.kind === 'private-key' ? publicHalf(value) : null
    return this.keep({ ...given, id: newId(), createdAt: Date.now(), publicKey }, value)
  }

  async makeKey(endpoint: string, name: string, type: MadeKeyType): Promise<EndpointSecret> {
    const { privateKey, publicKey } = await makeKeyPair(type)
    const facts = { id: newId(), endpoint, name, kind: 'private-key', createdAt: Date.now() } as const
    return this.keep({ ...facts, keyId: null, audience: null, provider: null, publicKey }, privateKey)
  }

  async change(
    id: string,
    { name, provider }: SecretChange,
  ): Promise<{ readonly secret: EndpointSecret; readonly isForAnother: boolean }> {
    if (provider !== undefined) expectKnown(provider)
    const before = this.find(id)
    await this.store.queue.write(() => {
      const stored = this.store.signing.secrets().find((secret) => secret.id === before.id)
      if (stored === undefined) throw gone()
      const secret = {
        ...stored,
        name: name ?? stored.name,
        provider: provider === undefined ? stored.provider : provider,
      }
      this.refuseTaken(secret)
      this.store.signing.changeSecret(secret)
    })
    this.reload()
    const after = this.find(id)
    return { secret: this.shown(after), isForAnother: after.provider !== before.provider }
  }

  /** The endpoint that had it. */
  async remove(id: string): Promise<string> {
    const { endpoint } = this.find(id)
    await this.store.queue.write(() => this.store.signing.remove(id))
    this.reload()
    return endpoint
  }

  /** The value, for the user who asked to see it. Throws `AppError` if it cannot be opened. */
  reveal(id: string): string {
    return this.openOne(id).value
  }

  private async keep(facts: Omit<StoredSecret, 'sealed'>, value: string): Promise<EndpointSecret> {
    const secret: StoredSecret = { ...facts, sealed: this.box.seal(value, placeOf(facts)) }
    await this.store.queue.write(() => {
      this.refuseTaken(secret)
      this.store.signing.addSecret(secret)
    })
    this.reload()
    return this.shown(secret)
  }

  /** Inside the queue: of two names that are given at once, both were free before. */
  private refuseTaken(secret: StoredSecret): void {
    if (this.store.signing.secrets().some((other) => other.id !== secret.id && isSame(other, secret))) {
      throw taken(secret.name)
    }
  }

  private reload(): void {
    this.secrets = this.store.signing.secrets()
  }

  private of(endpoint: string): StoredSecret[] {
    return this.secrets.filter((secret) => secret.endpoint === endpoint)
  }

  private find(id: string): StoredSecret {
    const secret = this.secrets.find((candidate) => candidate.id === id.toLowerCase())
    if (secret === undefined) throw gone()
    return secret
  }

  private tryOpen(secret: StoredSecret): { readonly secret: OpenSecret } | { readonly problem: string } {
    try {
      return { secret: this.openOne(secret.id) }
    } catch (error) {
      if (error instanceof AppError) return { problem: error.message }
      throw error
    }
  }

  private shown(secret: StoredSecret): EndpointSecret {
    const { sealed: _sealed, ...facts } = secret
    const opened = this.tryOpen(secret)
    if ('problem' in opened) return { ...facts, hint: null, problem: opened.problem }
    const { value } = opened.secret
    const isHinted = secret.kind === 'secret' && value.length >= HINTED_LENGTH
    return { ...facts, hint: isHinted ? value.slice(-HINT_LENGTH) : null, problem: null }
  }
}

function isSame(one: StoredSecret, other: StoredSecret): boolean {
  return one.endpoint === other.endpoint && one.name === other.name
}

function gone(): AppError {
  return new AppError('not-found', 'This secret is gone. Look at the list of secrets again.')
}

function expectKnown(provider: string | null): void {
  if (provider === null || providerById(provider) !== undefined) return
  throw new AppError('invalid-input', `No provider ${provider} is known. Choose one of the list, or none.`)
}

function taken(name: string): AppError {
  return new AppError('conflict', `The endpoint has a secret named ${name} already. Choose another name.`)
}

/** Throws `AppError` if it cannot be opened. */
export function unsealSecret(box: Pick<SecretBox, 'unseal'>, secret: StoredSecret): string {
  return box.unseal(secret.sealed, placeOf(secret))
}

/** What is sealed opens nowhere else. */
function placeOf({ id, endpoint }: Pick<StoredSecret, 'id' | 'endpoint'>): string {
  return `endpoint.${endpoint}.secret.${id}`
}
