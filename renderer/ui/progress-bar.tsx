interface ProgressBarProps {
  readonly label: string
  readonly value: number
  /** Null: how much there is to do is not known. */
  readonly max: number | null
}

/** How far something is. */
export function ProgressBar({ label, value, max }: ProgressBarProps) {
  const share = max === null ? null : Math.min(1, value / Math.max(1, max))
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
      className="h-1 w-full overflow-hidden rounded-full bg-line-strong"
    >
      <div
        className={share === null ? 'h-full w-1/3 animate-pulse bg-solid' : 'h-full bg-solid transition-[width]'}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  )
}
