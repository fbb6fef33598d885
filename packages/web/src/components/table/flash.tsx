import { useEffect, useRef, type ReactNode } from 'react'
import classes from './table.module.css'

/** Lights up for a second when its value changes, so that a live change can be seen. Never at first sight. */
export function Flash({ value, children }: { value: string | number; children: ReactNode }) {
  const box = useRef<HTMLSpanElement>(null)
  const before = useRef(value)
  useEffect(() => {
    if (Object.is(before.current, value)) return undefined
    before.current = value
    const flash = classes['flash'] ?? ''
    const element = box.current
    element?.classList.add(flash)
    const timer = setTimeout(() => element?.classList.remove(flash), 1000)
    return () => clearTimeout(timer)
  }, [value])
  return <span ref={box}>{children}</span>
}
