/** How late, at most, something continues that Electron forgot to wake Node for. */
const TICK_MS = 10
/** The end of a body has to get through as well. */
const AFTER_END_MS = 1_000

/**
 * Keeps Node's event loop turning until a response has been sent.
 *
 * In Electron's main process Node's loop sleeps until something of its own happens. The pieces of a response that
 * `protocol.handle` streams are asked for by Chromium, and what Node schedules then can lie there unseen: about one
 * start in eight stood still with a half-sent script (Electron 33, Linux).
 */
export async function answerAwake(answer: () => Promise<Response>): Promise<Response> {
  const ticking = setInterval(() => {}, TICK_MS)
  const stop = (): void => clearInterval(ticking)
  let response: Response
  try {
    response = await answer()
  } catch (error) {
    stop()
    throw error
  }
  if (response.body === null) {
    setTimeout(stop, AFTER_END_MS)
    return response
  }
  const { status, headers } = response
  return new Response(
    tellEnd(response.body, () => setTimeout(stop, AFTER_END_MS)),
    { status, headers },
  )
}

/** The same stream, calling `ended` when it was read to its end, failed or was cancelled. */
function tellEnd(body: ReadableStream<Uint8Array>, ended: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(value)
        controller.close()
      } catch (error) {
        controller.error(error)
      }
      ended()
    },
    async cancel(reason) {
      ended()
      await reader.cancel(reason)
    },
  })
}
