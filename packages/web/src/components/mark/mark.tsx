import type { ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import classes from './mark.module.css'

export type Tone = 'active' | 'running' | 'pending' | 'failed' | 'done' | 'preempted'
export type Shape = 'circle' | 'half' | 'diamond' | 'square' | 'triangle' | 'check' | 'dash' | 'pause'

interface MarkProps {
  tone: Tone
  shape: Shape
  /** Drawn as an outline: what is shown is as of some time ago, because its source is out of contact. */
  isHollow?: boolean
  children: ReactNode
}

/** A status as shape, word and colour together, so that no one of them has to be seen. */
export function Mark({ tone, shape, isHollow = false, children }: MarkProps) {
  return (
    <span className={cx(classes['mark'], classes[tone])}>
      <ShapeIcon shape={shape} isHollow={isHollow} />
      <span>{children}</span>
    </span>
  )
}

const PATHS: Record<Shape, string> = {
  circle: 'M5 1a4 4 0 1 1 0 8a4 4 0 1 1 0-8z',
  half: 'M5 1a4 4 0 1 1 0 8a4 4 0 1 1 0-8z',
  diamond: 'M5 .4 9.6 5 5 9.6.4 5z',
  square: 'M1.2 1.2h7.6v7.6h-7.6z',
  triangle: 'M5 .9 9.5 8.8H.5z',
  check: 'M1.2 5.3 4 8 8.9 2.2',
  dash: 'M1.2 5h7.6',
  pause: 'M3 1.5v7M7 1.5v7',
}

export function ShapeIcon({ shape, isHollow }: { shape: Shape; isHollow: boolean }) {
  const isLine = shape === 'check' || shape === 'dash' || shape === 'pause'
  const isOutline = isHollow || isLine || shape === 'half'
  return (
    <svg className={classes['shape']} width="10" height="10" viewBox="0 0 10 10" aria-hidden>
      <path
        d={PATHS[shape]}
        fill={isOutline ? 'none' : 'currentColor'}
        stroke="currentColor"
        strokeWidth={isLine ? 1.8 : isOutline ? 1.3 : 0}
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeDasharray={isHollow && isLine ? '1.5 2.5' : undefined}
        transform={isOutline && !isLine ? 'translate(5 5) scale(.88) translate(-5 -5)' : undefined}
      />
      {shape === 'half' && !isHollow ? <path d="M5 1.5a3.5 3.5 0 0 1 0 7z" fill="currentColor" /> : null}
    </svg>
  )
}
