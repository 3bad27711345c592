const FOCUSABLE =
  ':is(input, textarea, select, button, a[href], [tabindex]):not(:disabled, [tabindex="-1"], [aria-hidden="true"])'

/**
 * As a ref: gives a window the focus as soon as it is in the page. Base UI would wait for a frame, in which the first
 * letters that are typed would be lost, and Enter would press what lies beneath. Not before Base UI has seen what the focus
 * goes back to.
 */
export function focusAtOnce(popup: HTMLElement | null): void {
  if (popup === null) return
  queueMicrotask(() => {
    for (const element of popup.querySelectorAll<HTMLElement>(FOCUSABLE)) {
      if (popup.contains(document.activeElement)) return
      element.focus()
    }
  })
}
