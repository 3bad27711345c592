import { createRequire } from 'node:module'

/** A webhook as GitHub sends it: its real payload, with the headers that come with it. */
export interface GithubWebhook {
  readonly event: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

interface Examples {
  readonly name: string
  readonly examples: readonly unknown[]
}

/** The first real payload of an event, or the one at `index`. */
export function githubWebhook(event: string, index = 0): GithubWebhook {
  const events = createRequire(import.meta.url)('@octokit/webhooks-examples') as Examples[]
  const payload = events.find(({ name }) => name === event)?.examples[index]
  if (payload === undefined) throw new Error(`There is no example ${index} of ${event}`)
  return {
    event,
    body: JSON.stringify(payload),
    headers: {
      'User-Agent': 'GitHub-Hookshot/044aadd',
      Accept: '*/*',
      'Content-Type': 'application/json',
      'X-GitHub-Delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      'X-GitHub-Event': event,
      'X-GitHub-Hook-ID': '292430182',
      'X-Hub-Signature-256': 'sha256=d57c68ca6f92289e6987922ff26938930f6e66a2d161ef06abdf1859230aa23c',
    },
  }
}
