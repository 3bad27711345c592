import fc from 'fast-check'

const VALUES = [
  'a',
  'a=b',
  'x y',
  'é€',
  '"q"',
  "it's",
  '$HOME',
  'a&b',
  '100%',
  '@',
  '#1',
  '{"k":[1,"ü"]}',
  'a\\b',
  '!',
  '~',
  '*?',
  ';',
  '<x>',
]

/** As one word of bash, in one of the ways in which people write it. */
const quoted = fc
  .tuple(fc.constantFrom(...VALUES), fc.constantFrom('single', 'double', 'ansi', 'escaped'))
  .map(([value, way]) => word(value, way))

function word(value: string, way: string): string {
  switch (way) {
    case 'single':
      return `'${value.replaceAll("'", "'\\''")}'`
    case 'double':
      return `"${value.replace(/["\\$`]/g, '\\$&')}"`
    case 'ansi':
      return `$'${value.replace(/['\\]/g, '\\$&').replace(/é/g, '\\u00e9').replace(/"/g, '\\x22')}'`
    default:
      return value.replace(/[^\w=%@.é€ü]/g, '\\$&').replace(/^$/, "''")
  }
}

const NOT_A_FILE = (value: string) => !/^['"$\\]*@/.test(value)

const body = fc.oneof(
  quoted.filter(NOT_A_FILE).map((value) => `-d ${value}`),
  quoted.map((value) => `--data-raw ${value}`),
  quoted.filter(NOT_A_FILE).map((value) => `--data-binary ${value}`),
  fc.constantFrom('x', '=x y', 'n=a&b', 'a.b~c_d-e').map((value) => `--data-urlencode '${value}'`),
  quoted.filter(NOT_A_FILE).map((value) => `--json ${value}`),
  fc.constantFrom(
    '-d @body.json',
    '--data-binary @body.json',
    '-d@a.txt',
    '--data-urlencode "n@v w.txt"',
    '--json @a.txt',
  ),
)

const part = fc.oneof(
  quoted.map((value) => `--form-string n=${value}`),
  fc
    .tuple(
      fc.constantFrom('a', '"a b"', 'x;y', '@a.txt', '<a.txt', '@"v w.txt"', '@p.png', 'a b ', ''),
      fc.constantFrom(
        '',
        ';type=text/x',
        ';filename=n.txt',
        ';type=a/b;filename="n \\"q\\".png"',
        '; type=text/plain; charset=x',
        ';headers="X-P: 1"',
        ';encoder=base64',
      ),
    )
    .map(([content, settings]) => `-F 'n=${content}${settings}'`),
)

const option = fc.oneof(
  fc
    .tuple(fc.constantFrom('-H ', '--header ', '-H'), quoted)
    .map(
      ([name, value]) =>
        `${name}${/^['"$]/.test(value) ? value.replace(/^\$?['"]/, (open) => `${open}X-V: `) : `X-V:\\ ${value}`}`,
    ),
  fc.constantFrom(
    '-X PUT',
    '-XPATCH',
    '--request DELETE',
    "-H 'Content-Type: text/plain'",
    "-H 'Accept:'",
    "-H 'X-Empty;'",
    "-H 'X-Gone:'",
    "-H 'host: other'",
    "-H 'user-agent: me'",
    '-A me',
    '-e http://r/',
    '-b a=b',
    "-b 'c=d; e=f'",
    '-u me:pw',
    '-u me:',
    '--oauth2-bearer t',
    '-r 0-9',
    '--compressed',
    '-sS',
    '-fsSL',
    '-o out',
    '-k',
    '--http1.0',
    '--http1.1',
    '-w %{http_code}',
    '--no-keepalive',
    '--retry 0',
    '-m 10',
    '--url-query q=1',
  ),
)

const url = fc
  .tuple(
    fc.constantFrom('U', 'U/', 'U/a', 'U/a/../b', 'U/a//b', 'U/%20', 'U/[1-2]', 'U/{x,y}', 'U/a;b'),
    fc.constantFrom('', '?', '?a=1', '?a=1&b=2', '?a=1#f', '#f'),
    fc.constantFrom("'", '"'),
  )
  .map(([path, query, quote]) => `${quote}${path}${query}${quote}`)

const request = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant<string[]>([]) },
      { weight: 6, arbitrary: fc.array(body, { minLength: 1, maxLength: 3 }) },
      { weight: 3, arbitrary: fc.array(part, { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.constant(['-T a.txt']) },
      { weight: 1, arbitrary: fc.constant(['-I']) },
      { weight: 1, arbitrary: fc.constant(['-G -d a=b -d c']) },
    ),
    fc.array(option, { maxLength: 4 }),
    url,
    fc.nat(),
    fc.constantFrom(' ', ' ', ' \\\n  '),
  )
  .map(([bodies, options, address, seed, between]) => {
    const words = [...bodies, ...options]
    words.splice(seed % (words.length + 1), 0, address)
    return words.join(between)
  })

/** Commands of all kinds of options, the same for the same seed. */
export function generatedCurlCommands(count: number, seed: number): string[] {
  const script = fc.oneof(
    { weight: 8, arbitrary: request.map((words) => `curl ${words}`) },
    { weight: 1, arbitrary: fc.tuple(request, request).map((both) => `curl ${both.join(' --next ')}`) },
    { weight: 1, arbitrary: fc.tuple(request, request).map(([one, other]) => `curl ${one}\ncurl ${other}`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(quoted, fc.constantFrom("printf '%s' V", 'echo V', 'echo -n V', 'cat <<< V'))
        .map(([value, pipe]) => `${pipe.replace('V', () => value)} | curl --data-binary @- U`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...VALUES), fc.constantFrom("'EOF'", '"EOF"', '\\EOF'))
        .map(([value, end]) => `curl --json @- U <<${end}\n${value}\nEOF`),
    },
  )
  return fc.sample(script, { numRuns: count, seed })
}
