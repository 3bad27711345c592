import { Separator } from 'react-resizable-panels'

/** The line between two panes, which can be dragged, or moved with the arrow keys. */
export function ResizeHandle({ label }: { readonly label: string }) {
  return (
    <Separator
      aria-label={label}
      className="relative w-px bg-line transition-colors outline-none hover:bg-accent focus-visible:bg-accent data-[separator=active]:bg-accent data-[separator=focus]:bg-accent data-[separator=hover]:bg-accent after:absolute after:inset-y-0 after:-left-0.5 after:w-[5px] focus-visible:after:bg-accent/60"
    />
  )
}
