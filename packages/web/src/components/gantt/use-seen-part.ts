import { useEffect, useState, type RefObject } from 'react'

/** In steps, so that most scrolling draws nothing anew. */
const STEP_PX = 256

/** What of a tall element is in sight and a little more, in pixels from its top. Nothing of it: a height of 0. */
export function useSeenPart(element: RefObject<HTMLElement | null>, height: number): { top: number; height: number } {
  const [part, setPart] = useState({ top: 0, height: 0 })
  useEffect(() => {
    const look = () => {
      if (!element.current) return
      const above = -element.current.getBoundingClientRect().top
      const top = clamp(Math.floor(above / STEP_PX - 1) * STEP_PX, height)
      const bottom = clamp(Math.ceil((above + innerHeight) / STEP_PX + 1) * STEP_PX, height)
      setPart((was) => (was.top === top && was.height === bottom - top ? was : { top, height: bottom - top }))
    }
    look()
    // Scrolling does not bubble: whichever box around it is scrolled is heard on the way down.
    addEventListener('scroll', look, { capture: true, passive: true })
    addEventListener('resize', look)
    return () => {
      removeEventListener('scroll', look, { capture: true })
      removeEventListener('resize', look)
    }
  }, [element, height])
  return part
}

function clamp(px: number, height: number): number {
  return Math.max(0, Math.min(height, px))
}
