import { axiosSnippet } from './axios.ts'
import { csharpSnippet } from './csharp.ts'
import { curlCommand } from './curl.ts'
import { curlCmdCommand } from './curl-cmd.ts'
import { fetchSnippet } from './fetch.ts'
import { goSnippet } from './go.ts'
import { httpieSnippet } from './httpie.ts'
import { javaSnippet } from './java.ts'
import { phpSnippet } from './php.ts'
import { powershellSnippet } from './powershell.ts'
import { httpxSnippet, requestsSnippet } from './python.ts'
import { rawHttpText } from './raw-http.ts'
import { rubySnippet } from './ruby.ts'
import type { SnippetRequest } from './snippet-request.ts'

export interface CopyForm {
  /** As the command line has it. */
  readonly id: string
  readonly title: string
  /** A command or program that sends the request. Throws `AppError` if the form cannot hold it. */
  write(request: SnippetRequest): string
}

/** What a request can be copied as, in the order in which they are offered. */
export const COPY_FORMS = [
  { id: 'curl', title: 'curl (bash)', write: (request) => curlCommand(request, request.body) },
  { id: 'curl-cmd', title: 'curl (Windows cmd)', write: (request) => curlCmdCommand(request, request.body) },
  { id: 'powershell', title: 'PowerShell', write: powershellSnippet },
  { id: 'httpie', title: 'HTTPie', write: httpieSnippet },
  { id: 'http', title: 'Raw HTTP', write: rawHttpText },
  { id: 'fetch', title: 'JavaScript fetch', write: fetchSnippet },
  { id: 'axios', title: 'JavaScript axios', write: axiosSnippet },
  { id: 'requests', title: 'Python requests', write: requestsSnippet },
  { id: 'httpx', title: 'Python httpx', write: httpxSnippet },
  { id: 'go', title: 'Go', write: goSnippet },
  { id: 'ruby', title: 'Ruby', write: rubySnippet },
  { id: 'php', title: 'PHP', write: phpSnippet },
  { id: 'java', title: 'Java', write: javaSnippet },
  { id: 'csharp', title: 'C#', write: csharpSnippet },
] as const satisfies ReadonlyArray<CopyForm>

export type CopyFormId = (typeof COPY_FORMS)[number]['id']
