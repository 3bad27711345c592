import type { TemplatePiece } from '../../content-template.ts'
import { quoteText } from '../quote-text.ts'
import { placeOfNamed } from '../signed-plan.ts'
import { valueAt } from './python-values.ts'

export function contentOf(pieces: ReadonlyArray<TemplatePiece>): string {
  return pieces.map(pieceOf).join(' + ')
}

const TARGET = 're.sub(r"^https?://[^/?#]*", "", url, flags=re.I)'

function pieceOf(piece: TemplatePiece): string {
  if (piece.kind === 'text') return quoteText.pythonBytes(piece.text)
  if (piece.kind === 'named') return `(${valueAt(placeOfNamed(piece))}).encode()`
  switch (piece.name) {
    case 'body':
      return 'body'
    case 'body:sha256':
      return 'hashlib.sha256(body).digest()'
    case 'body:sha256:hex':
      return 'hashlib.sha256(body).hexdigest().encode()'
    case 'body:escaped':
      return 're.sub("[^\\x00-\\x7f]", lambda found: json.dumps(found[0])[1:-1], body.decode()).encode()'
    case 'id':
      return 'message_id.encode()'
    case 'timestamp':
    case 'method':
    case 'url':
      return `${piece.name}.encode()`
    case 'url:base':
      return 're.sub(r"[?#].*", "", url).encode()'
    case 'url:unescaped':
      return 're.sub(r"(?i)%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", lambda found: unquote(found[0]), url).encode()'
    case 'target':
      return `${TARGET}.encode()`
    case 'path':
      return `re.sub(r"[?#].*", "", ${TARGET}).encode()`
    case 'query':
      return 'urlsplit(url).query.encode()'
    case 'secret':
      return 'key'
    case 'form:sorted':
      return '"".join(name + value for name, value in sorted(set(form))).encode()'
  }
}
