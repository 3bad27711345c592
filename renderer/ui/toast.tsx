import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'

const manager = Toast.createToastManager()

interface ToastOptions {
  readonly text: string
  readonly tone?: 'plain' | 'bad'
  readonly action?: { readonly label: string; run(): void }
  /** How long it stays, in ms. */
  readonly timeout?: number
}

/** Says in passing that something happened, with at most one thing to do about it. The returned function takes it back. */
export function showToast({ text, tone = 'plain', action, timeout = 5_000 }: ToastOptions): () => void {
  const id = manager.add({
    title: text,
    type: tone,
    timeout,
    // Urgent ones are hidden from screen readers while they can be focused; a polite live region reads them all.
    priority: 'low',
    ...(action
      ? {
          actionProps: {
            children: action.label,
            onClick: () => {
              manager.close(id)
              action.run()
            },
          },
        }
      : {}),
  })
  return () => manager.close(id)
}

/** Says that something the user did could not be done, and why. */
export function showError(error: unknown): void {
  showToast({ text: error instanceof Error ? error.message : String(error), tone: 'bad', timeout: 10_000 })
}

/** Where toasts appear; used once, by the app. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      <Toast.Portal>
        {/* Above the bar of what is selected, which what is told of was often done by. */}
        <Toast.Viewport className="fixed bottom-[84px] left-1/2 z-50 flex w-max max-w-[calc(100vw-24px)] -translate-x-1/2 flex-col-reverse items-center gap-2">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function ToastList() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      data-toast=""
      className={classNames(
        'rounded-lg border bg-panel shadow-lift transition-opacity data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0',
        toast.type === 'bad' ? 'border-bad' : 'border-line-strong',
      )}
    >
      <Toast.Content className="flex items-center gap-3 py-1.5 pr-1.5 pl-3">
        <Toast.Title render={<p />} className="max-w-[560px] min-w-0 break-words" />
        <Toast.Action className="rounded-md px-2 py-1 font-medium text-accent hover:bg-accent-soft" />
        {/* Base UI hides it until the pointer comes, yet Tab reaches it. */}
        <Toast.Close aria-hidden={false} render={<IconButton label="Dismiss" icon={<X />} tooltip={false} />} />
      </Toast.Content>
    </Toast.Root>
  ))
}
