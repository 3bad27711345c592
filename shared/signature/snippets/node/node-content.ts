// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is code for somebody else that stands in these strings.
import { headerText } from '../../../http/header-text.ts'
import type { TemplatePiece } from '../../content-template.ts'
import { quoteText } from '../quote-text.ts'
import { placeOfNamed } from '../signed-plan.ts'
import { valueAt } from './node-values.ts'

/** Texts side by side become one template literal. */
export function contentOf(pieces: ReadonlyArray<TemplatePiece>): string {
  const parts: string[] = []
  let text = ''
  const flush = () => {
    if (text !== '') parts.push(`Buffer.from(\`${text}\`)`)
    text = ''
  }
  for (const piece of pieces) {
    const part = pieceOf(piece)
    if ('text' in part) text += part.text
    else {
      flush()
      parts.push(part.bytes)
    }
  }
  flush()
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : `Buffer.concat([${parts.join(', ')}])`
}

const TARGET = "url.replace(/^https?:\\/\\/[^/?#]*/i, '')"

function pieceOf(piece: TemplatePiece): { text: string } | { bytes: string } {
  if (piece.kind === 'text') return { text: quoteText.javascriptTemplate(headerText(piece.text)) }
  if (piece.kind === 'named') return { text: `\${${valueAt(placeOfNamed(piece))}}` }
  switch (piece.name) {
    case 'body':
      return { bytes: 'body' }
    case 'body:sha256':
      return { bytes: "createHash('sha256').update(body).digest()" }
    case 'body:sha256:hex':
      return { text: "${createHash('sha256').update(body).digest('hex')}" }
    case 'body:escaped':
      return {
        text: "${body.toString().replace(/[\\u0080-\\uffff]/g, (char) => `\\\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}",
      }
    case 'timestamp':
    case 'id':
    case 'method':
    case 'url':
      return { text: `\${${piece.name}}` }
    case 'url:base':
      return { text: "${url.replace(/[?#].*$/s, '')}" }
    case 'url:unescaped':
      return { text: '${url.replace(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, decodeURIComponent)}' }
    case 'target':
      return { text: `\${${TARGET}}` }
    case 'path':
      return { text: `\${${TARGET}.replace(/[?#].*$/s, '')}` }
    case 'query':
      return { text: "${/\\?([^#]*)/.exec(url)?.[1] ?? ''}" }
    case 'secret':
      return { bytes: 'key' }
    case 'form:sorted':
      return {
        text: "${[...new Set([...form].map((pair) => pair.join('\\0')))].sort().join('\\0').replaceAll('\\0', '')}",
      }
  }
}
