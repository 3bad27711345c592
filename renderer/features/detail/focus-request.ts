import { type RefObject, useEffect } from 'react'
import { create } from 'zustand'

type FocusPlace = 'note' | 'target'

/** A field that a key asked to focus, though it may not be there yet. Whoever has it takes the request. */
const useFocusRequests = create<{ readonly wanted: FocusPlace | null }>(() => ({ wanted: null }))

export function requestFocus(place: FocusPlace): void {
  useFocusRequests.setState({ wanted: place })
}

/** Focuses an element once when that was asked for; never only because it appeared. */
export function useFocusRequest(place: FocusPlace, element: RefObject<HTMLElement | null>): void {
  const isWanted = useFocusRequests((state) => state.wanted === place)
  useEffect(() => {
    if (!isWanted || element.current === null) return
    element.current.focus()
    useFocusRequests.setState({ wanted: null })
  }, [isWanted, element])
}
