import { COOKIE_FILES, CURL_COOKIE_COMMANDS } from './curl-cookie-commands.ts'
import { CURL_DOCUMENTED_COMMANDS } from './curl-documented-commands.ts'
import { CURL_FORM_COMMANDS } from './curl-form-commands.ts'
import { CURL_OPTION_COMMANDS } from './curl-option-commands.ts'
import { CURL_PROVIDER_COMMANDS } from './curl-provider-commands.ts'
import { CURL_SCRIPT_COMMANDS } from './curl-script-commands.ts'
import { CURL_URL_COMMANDS } from './curl-url-commands.ts'

/** Files that the commands name. */
export const CURL_FILES: Readonly<Record<string, string | Buffer>> = {
  'body.json': '{"from":"a file",\r\n "é":1}\n',
  'a.txt': 'hello\n',
  'p.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 255]),
  'headers.txt': 'X-One: 1\nX-Two: 2\n',
  'self.txt': 'X-One: 1\n@self.txt\nX-Two: 2\n',
  'v w.txt': 'a b&c\n',
  ...COOKIE_FILES,
}

/** Scripts as people write and paste them, in every form that curl's manual has. U stands for the URL of a server. */
export const CURL_COMMANDS: readonly string[] = [
  ...CURL_OPTION_COMMANDS,
  ...CURL_URL_COMMANDS,
  ...CURL_FORM_COMMANDS,
  ...CURL_SCRIPT_COMMANDS,
  ...CURL_DOCUMENTED_COMMANDS,
  ...CURL_COOKIE_COMMANDS,
  ...CURL_PROVIDER_COMMANDS,
]
