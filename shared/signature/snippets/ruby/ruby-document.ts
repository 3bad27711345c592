export function rubyDocument(title: string, lines: ReadonlyArray<string>, more: ReadonlyArray<string> = []): string {
  const code = lines.join('\n')
  const requires = [
    ...(code.includes('JSON.') ? ['require "json"'] : []),
    ...more.map((name) => `require "${name}"`),
    'require "openssl"',
    ...(/Time\.(?:iso8601|httpdate)/.test(code) ? ['require "time"'] : []),
    ...(code.includes('URI') ? ['require "uri"'] : []),
  ]
  return [`# ${title}`, ...requires, '', ...lines, ''].join('\n')
}
