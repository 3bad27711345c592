import type { RedactionKind } from './redaction-kind.ts'

/** An option whose short name does not tell that its value is a password. */
interface PasswordOption {
  /** From the beginning of a word. */
  readonly option: RegExp
  /** Where its value stands: `-psecret`, `-p secret`. */
  readonly value: 'attached' | 'apart' | 'either'
  /** What stays at the beginning of the value (`user:`). A value without it is no password. */
  readonly lead?: RegExp
  readonly kind?: RedactionKind
}

interface Program {
  /** Only behind one of these words: `docker login`. */
  readonly behind?: RegExp
  readonly options: ReadonlyArray<PasswordOption>
}

/** What stands in front of a password: `user:`. That of an address is none. */
export const USER_AND_COLON: RegExp = /^[^:]{1,200}:(?!\/\/)(?=.)/
const MYSQL: Program = { options: [{ option: /^-p/, value: 'attached' }] }
const PACKER: Program = { options: [{ option: /^-h?p/, value: 'attached' }] }
const ZIP: Program = { options: [{ option: /^-P/, value: 'either' }] }
const PASSWORD_P: Program = { options: [{ option: /^-p/, value: 'either' }] }
const LOGIN: Program = { behind: /^login$/, options: [{ option: /^-p/, value: 'either' }] }
const SQL_SERVER: Program = { options: [{ option: /^-P/, value: 'either' }] }
const LDAP: Program = { options: [{ option: /^-w/, value: 'either' }] }
const SAMBA: Program = { options: [{ option: /^-U/, value: 'either', lead: /^[^%]{1,200}%/ }] }
const CURL: Program = {
  options: [
    { option: /^-[sSkLvifgGIjlnNOqR0-6]*[uU]/, value: 'either', lead: USER_AND_COLON },
    { option: /^-[sSkLvifgGIjlnNOqR0-6]*b/, value: 'either', lead: /^(?=[^=;]{1,200}=)/, kind: 'cookie' },
  ],
}
const HTTPIE: Program = { options: [{ option: /^-a/, value: 'either', lead: USER_AND_COLON }] }

/** By name. Only programs that people paste with a password in the line. */
const PROGRAMS: ReadonlyMap<string, Program> = new Map(
  Object.entries({
    'mysql mysqldump mysqladmin mysqlimport mysqlshow mysqlcheck mysqlslap mysqlsh mysqlpump': MYSQL,
    'mariadb mariadb-dump mariadb-admin mariadb-import mariadb-check': MYSQL,
    '7z 7za 7zz 7zr rar unrar': PACKER,
    'zip unzip zipcloak': ZIP,
    'sshpass mongo mongosh mongodump mongorestore mongoexport mongoimport psexec rdesktop': PASSWORD_P,
    'docker podman nerdctl buildah oras helm az oc cf skopeo': LOGIN,
    'sqlcmd bcp osql isql tsql ipmitool': SQL_SERVER,
    'ldapsearch ldapadd ldapmodify ldapdelete ldappasswd ldapwhoami ldapcompare': LDAP,
    // What sshpass runs has ports.
    'ssh scp sftp rsync': { options: [] },
    'smbclient rpcclient smbmap winexe': SAMBA,
    curl: CURL,
    'http https xh xhs': HTTPIE,
    'redis-cli valkey-cli': { options: [{ option: /^-a/, value: 'apart' }] },
    'ssh-keygen': { options: [{ option: /^-[NP]/, value: 'either' }] },
    lftp: { options: [{ option: /^-u/, value: 'either', lead: /^[^,]{1,200},/ }] },
    'xfreerdp xfreerdp3 wfreerdp': { options: [{ option: /^\/p:/, value: 'attached' }] },
    ngrok: { options: [{ option: /^(?:add-)?authtoken/, value: 'apart' }] },
    vault: { options: [{ option: /^login/, value: 'apart' }] },
  } satisfies Record<string, Program>).flatMap(([names, program]) =>
    names.split(' ').map((name): [string, Program] => [name, program]),
  ),
)

/** As a pattern of any of them. */
export const PROGRAM_NAMES: string = [...PROGRAMS.keys()].sort((left, right) => right.length - left.length).join('|')

/** Where in a value what has to go begins, and what it is; null: the value is none. */
export type ReadValue = (value: string) => { readonly start: number; readonly kind: RedactionKind } | null

/** What a word of a command says about a value. */
export interface FoundOption {
  /** Where in the word its value begins; null: the next word is the value. */
  readonly attachedAt: number | null
  readonly read: ReadValue
}

/** Goes through the words of a command, in order, and says where a password is. */
export class CommandWords {
  #program: Program | null = null
  #isBehind = false

  /** What the next word says of a value; null: nothing. One program may run another: `docker exec db mysql -psecret`. */
  option(word: string): FoundOption | null {
    const program = programOf(word)
    if (program !== null) {
      this.#program = program
      this.#isBehind = program.behind === undefined
    } else if (this.#program !== null && !this.#isBehind) {
      this.#isBehind = this.#program.behind?.test(word) === true
    } else {
      for (const option of this.#program?.options ?? []) {
        const found = foundIn(option, word)
        if (found !== null) return found
      }
    }
    return null
  }
}

function programOf(word: string): Program | null {
  if (word.length > 200 || word.includes(':')) return null
  return PROGRAMS.get(word.replace(/^.*[/\\]/, '').replace(/(?:\.exe)?[,\]]{0,2}$/i, '')) ?? null
}

function foundIn({ option, value, lead, kind = 'token' }: PasswordOption, word: string): FoundOption | null {
  const length = option.exec(word)?.[0].length
  if (length === undefined) return null
  const isWhole = length === word.length
  if (!isWhole && value === 'apart') return null
  return {
    attachedAt: isWhole && value !== 'attached' ? null : length,
    read: (text) => {
      const start = lead === undefined ? 0 : lead.exec(text)?.[0].length
      return start === undefined ? null : { start, kind }
    },
  }
}
