const MODULES = ['base64', 'hashlib', 'hmac', 'json', 'os', 're', 'time'] as const

/** Imports what the lines use, so that generators need not keep count. */
export function pythonDocument(title: string, more: ReadonlyArray<string>, lines: ReadonlyArray<string>): string {
  const code = lines.join('\n')
  const modules = MODULES.filter((module) => new RegExp(`\\b${module}\\.`).test(code)).map(
    (module) => `import ${module}`,
  )
  const froms = [
    ...(code.includes('datetime.') ? ['from datetime import datetime'] : []),
    ...(code.includes('parsedate_to_datetime') ? ['from email.utils import parsedate_to_datetime'] : []),
    ...(/parse_qsl|unquote|urlsplit/.test(code)
      ? [
          `from urllib.parse import ${['parse_qsl', 'unquote', 'urlsplit'].filter((name) => code.includes(name)).join(', ')}`,
        ]
      : []),
    ...(code.includes('normalize(') ? ['from unicodedata import normalize'] : []),
    ...more,
  ]
  return [`# ${title}`, ...modules, ...froms, '', ...lines, ''].join('\n')
}
