import type { ReactNode } from 'react'

interface ExampleListProps {
  readonly examples: ReadonlyArray<{ readonly example: string; readonly about: string }>
  readonly foot: ReactNode
  onChoose(example: string): void
}

/** Lines of a small language with what they mean; choosing one tries it. */
export function ExampleList({ examples, foot, onChoose }: ExampleListProps) {
  return (
    <div className="flex w-[440px] max-w-[calc(100vw-48px)] flex-col gap-2">
      <ul className="flex flex-col">
        {examples.map(({ example, about }) => (
          <li key={example}>
            <button
              type="button"
              onClick={() => onChoose(example)}
              className="flex w-full flex-wrap items-baseline justify-between gap-x-4 rounded-md px-1.5 py-1 text-left hover:bg-raised"
            >
              <code className="font-mono text-small text-accent">{example}</code>
              <span className="text-small text-dim">{about}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="border-t border-line px-1.5 pt-2 text-small text-dim">{foot}</p>
    </div>
  )
}
