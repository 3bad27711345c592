const RETRY_MS = 1000

/**
 * Starts a worker once its file can be had: the engine serves it, and may just have ended. Monaco takes a worker whose
 * file did not load for a bug of its own, and never asks again.
 */
export async function startWorkerOnceServed(url: string, name: string): Promise<Worker> {
  while (!(await isServed(url))) await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  const worker = new Worker(url, { type: 'module', name })
  worker.addEventListener('error', (event: Event) => {
    // A file that was lost after all: an error inside a worker is an `ErrorEvent`.
    if (!(event instanceof ErrorEvent)) event.stopImmediatePropagation()
  })
  return worker
}

async function isServed(url: string): Promise<boolean> {
  try {
    const response = await fetch(url)
    await response.body?.cancel()
    return response.ok
  } catch {
    // Nobody answers: that is what is asked here.
    return false
  }
}
