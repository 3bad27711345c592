import { headerText } from '../../../http/header-text.ts'
import type { TemplatePiece } from '../../content-template.ts'
import { quoteText } from '../quote-text.ts'
import { placeOfNamed } from '../signed-plan.ts'
import { valueAt } from './php-values.ts'

const quote = quoteText.php

const TARGET = "preg_replace('#^https?://[^/?\\#]*#i', '', $url)"

export function pieceOf(piece: TemplatePiece): string {
  if (piece.kind === 'text') return quote(headerText(piece.text))
  if (piece.kind === 'named') return `(${valueAt(placeOfNamed(piece))})`
  switch (piece.name) {
    case 'body':
      return '$body'
    case 'body:sha256':
      return "hash('sha256', $body, true)"
    case 'body:sha256:hex':
      return "hash('sha256', $body)"
    case 'body:escaped':
      return "preg_replace_callback('/[^\\x00-\\x7f]/u', fn ($found) => substr(json_encode($found[0]), 1, -1), $body)"
    case 'timestamp':
    case 'id':
    case 'method':
    case 'url':
      return `$${piece.name}`
    case 'url:base':
      return "preg_replace('/[?#].*/s', '', $url)"
    case 'url:unescaped':
      return "preg_replace_callback('/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/i', fn ($code) => rawurldecode($code[0]), $url)"
    case 'target':
      return TARGET
    case 'path':
      return `preg_replace('/[?#].*/s', '', ${TARGET})`
    case 'query':
      return "(preg_match('/\\?([^#]*)/', $url, $found) ? $found[1] : '')"
    case 'secret':
      return '$key'
    case 'form:sorted':
      return "(function (array $form) { sort($form); return implode('', array_map('implode', array_unique($form, SORT_REGULAR))); })($form)"
  }
}
