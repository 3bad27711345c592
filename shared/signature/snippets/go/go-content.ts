import { headerText } from '../../../http/header-text.ts'
import type { TemplatePiece } from '../../content-template.ts'
import { quoteText } from '../quote-text.ts'
import { placeOfNamed, type SignedPlan } from '../signed-plan.ts'
import { valueAt } from './go-values.ts'

const quote = quoteText.go

const TARGET = '`(?i)^https?://[^/?#]*`'

/** Each piece as an argument of Write. */
export function pieceOf(piece: TemplatePiece): string {
  if (piece.kind === 'text') return `[]byte(${quote(headerText(piece.text))})`
  if (piece.kind === 'named') return `[]byte(${valueAt(placeOfNamed(piece))})`
  switch (piece.name) {
    case 'body':
      return 'body'
    case 'body:sha256':
      return 'digest[:]'
    case 'body:sha256:hex':
      return '[]byte(hex.EncodeToString(digest[:]))'
    case 'body:escaped':
      return '[]byte(escaped.String())'
    case 'timestamp':
    case 'id':
    case 'method':
    case 'url':
      return `[]byte(${piece.name})`
    case 'url:base':
      return '[]byte(regexp.MustCompile(`(?s)[?#].*`).ReplaceAllString(url, ""))'
    case 'url:unescaped':
      return '[]byte(unescaped)'
    case 'target':
      return `[]byte(regexp.MustCompile(${TARGET}).ReplaceAllString(url, ""))`
    case 'path':
      return '[]byte(regexp.MustCompile(`(?is)^https?://[^/?#]*|[?#].*`).ReplaceAllString(url, ""))'
    case 'query':
      return '[]byte(regexp.MustCompile(`(?s)^[^?#]*\\??|#.*`).ReplaceAllString(url, ""))'
    case 'secret':
      return 'key'
    case 'form:sorted':
      return '[]byte(sorted.String())'
  }
}

/** What the content needs made before it is written. */
export function prepared({ pieces }: SignedPlan): string[] {
  const uses = (name: string) => pieces.some((piece) => piece.kind === 'plain' && piece.name === name)
  return [
    ...(uses('body:sha256') || uses('body:sha256:hex') ? ['\tdigest := sha256.Sum256(body)'] : []),
    ...(uses('body:escaped')
      ? [
          '\tvar escaped strings.Builder',
          '\tfor _, unit := range utf16.Encode([]rune(string(body))) {',
          '\t\tif unit < 0x80 {',
          '\t\t\tescaped.WriteByte(byte(unit))',
          '\t\t} else {',
          '\t\t\tfmt.Fprintf(&escaped, "\\\\u%04x", unit)',
          '\t\t}',
          '\t}',
        ]
      : []),
    ...(uses('url:unescaped')
      ? [
          '\treserved := regexp.MustCompile(`(?i)%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)`)',
          '\tunescaped := reserved.ReplaceAllStringFunc(url, func(code string) string {',
          '\t\ttext, _ := neturl.PathUnescape(code)',
          '\t\treturn text',
          '\t})',
        ]
      : []),
    ...(uses('form:sorted')
      ? [
          '\tvar names []string',
          '\tfor name := range form {',
          '\t\tnames = append(names, name)',
          '\t}',
          '\tsort.Strings(names)',
          '\tvar sorted strings.Builder',
          '\tfor _, name := range names {',
          '\t\tvalues := form[name]',
          '\t\tsort.Strings(values)',
          '\t\tfor i, value := range values {',
          '\t\t\tif i == 0 || values[i-1] != value {',
          '\t\t\t\tsorted.WriteString(name + value)',
          '\t\t\t}',
          '\t\t}',
          '\t}',
        ]
      : []),
  ]
}
