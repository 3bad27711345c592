import { visibleText } from './visible-text.ts'

/** Text of a sender's choosing within a line: nothing in it hides, or turns the direction of what stands beside it. */
export function CapturedText({ text }: { readonly text: string }) {
  return <bdi>{visibleText(text)}</bdi>
}
