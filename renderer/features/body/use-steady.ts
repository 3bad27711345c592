import { useEffect, useState } from 'react'

/** The time for which what was there before stays in view rather than flash. */
export const PATIENCE_MS = 200

/** A value, or for a moment the one before it while there is none. */
export function useSteady<Value>(value: Value | null): Value | null {
  const [last, setLast] = useState<Value | null>(null)
  useEffect(() => {
    if (value !== null) {
      setLast(value)
      return
    }
    const timer = setTimeout(() => setLast(null), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return value ?? last
}
