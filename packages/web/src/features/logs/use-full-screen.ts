import { useEffect, useState, type RefObject } from 'react'

/** Whether an element fills the screen, and how to change that. `undefined` where the browser cannot. */
export function useFullScreen(box: RefObject<HTMLElement | null>): {
  isFull: boolean
  toggle: (() => void) | undefined
} {
  const [isFull, setFull] = useState(false)
  useEffect(() => {
    const follow = () => setFull(document.fullscreenElement !== null && document.fullscreenElement === box.current)
    document.addEventListener('fullscreenchange', follow)
    return () => document.removeEventListener('fullscreenchange', follow)
  }, [box])
  const toggle = () => {
    const change = document.fullscreenElement ? document.exitFullscreen() : box.current?.requestFullscreen()
    // Refused by the browser: it stays as it is.
    change?.catch(() => undefined)
  }
  return { isFull, toggle: document.fullscreenEnabled ? toggle : undefined }
}
