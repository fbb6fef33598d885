import { useEffect, useRef, type ReactNode } from 'react'
import classes from './table.module.css'

interface FlashProps {
  /** Whose value it is: the same place in the page may come to show another's. */
  of: string
  value: string | number
  children: ReactNode
}

/** Lights up for a second when its value changes, so that a live change can be seen. Never at first sight. */
export function Flash({ of, value, children }: FlashProps) {
  const box = useRef<HTMLSpanElement>(null)
  const before = useRef({ of, value })
  useEffect(() => {
    const last = before.current
    before.current = { of, value }
    if (last.of !== of || Object.is(last.value, value)) return undefined
    const flash = classes['flash'] ?? ''
    const element = box.current
    element?.classList.add(flash)
    const end = () => element?.classList.remove(flash)
    const timer = setTimeout(end, 1000)
    return () => {
      clearTimeout(timer)
      end()
    }
  }, [of, value])
  return <span ref={box}>{children}</span>
}
