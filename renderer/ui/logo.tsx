/** The name of the house. */
export function Logo() {
  return (
    <h1 className="flex shrink-0 items-center gap-2 font-semibold tracking-[0.2px]">
      <span aria-hidden className="size-4 rounded-[5px] bg-linear-135 from-accent to-[#a68bff]" />
      <span className="max-[720px]:sr-only">Hookbench</span>
    </h1>
  )
}
