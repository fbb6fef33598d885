import { commonPart } from './demo-id.ts'

/** Figures stay the same within this time. */
const STEP_MS = 15_000

/**
 * Part of what it asked for that a run uses at a moment, 0.05 to 1: as simulated agents tell it of a run that does not
 * say it itself, so that a graph goes on where history ends. One run in seven uses a tenth of it.
 */
export function usageShare(runId: string, at: number): number {
  const base = (hashText(commonPart(runId)) >>> 0) / 4_294_967_296
  const level = base < 0.15 ? 0.1 : 0.55 + base * 0.4
  const wave = 0.05 * Math.sin(Math.floor(at / STEP_MS) + base * 100)
  return Math.min(1, Math.max(0.05, level + wave))
}

/** FNV-1a in 32 bits, spread once more. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index)
    hash = Math.imul(hash, 0x01000193)
  }
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  return hash | 0
}
