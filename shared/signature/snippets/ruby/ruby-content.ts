import { headerText } from '../../../http/header-text.ts'
import type { TemplatePiece } from '../../content-template.ts'
import { quoteText } from '../quote-text.ts'
import { placeOfNamed } from '../signed-plan.ts'
import { valueAt } from './ruby-values.ts'

const quote = quoteText.ruby

const TARGET = 'url.sub(%r{\\Ahttps?://[^/?#]*}i, "")'

export function pieceOf(piece: TemplatePiece): string {
  if (piece.kind === 'text') return `${quote(headerText(piece.text))}.b`
  if (piece.kind === 'named') return `${valueAt(placeOfNamed(piece))}.b`
  switch (piece.name) {
    case 'body':
      return 'body.b'
    case 'body:sha256':
      return 'OpenSSL::Digest.digest("SHA256", body)'
    case 'body:sha256:hex':
      return 'OpenSSL::Digest.hexdigest("SHA256", body)'
    case 'body:escaped':
      return 'body.dup.force_encoding("UTF-8").gsub(/[^\\x00-\\x7f]/) { |char| JSON.generate(char, ascii_only: true)[1..-2] }.b'
    case 'timestamp':
    case 'id':
    case 'method':
    case 'url':
      return `${piece.name}.b`
    case 'url:base':
      return 'url.sub(/[?#].*/m, "").b'
    case 'url:unescaped':
      return 'url.gsub(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/i) { |code| code[1..].hex.chr }.b'
    case 'target':
      return `${TARGET}.b`
    case 'path':
      return `${TARGET}.sub(/[?#].*/m, "").b`
    case 'query':
      return 'url[/\\?([^#]*)/, 1].to_s.b'
    case 'secret':
      return 'KEY'
    case 'form:sorted':
      return 'form.uniq.sort.join.b'
  }
}
