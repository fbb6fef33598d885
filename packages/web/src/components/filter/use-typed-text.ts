import { useEffect, useState } from 'react'

interface TypedText {
  /** What the address says. */
  value: string
  onChange: (value: string) => void
  /** Milliseconds without a key after which the list follows. */
  pauseMs: number
  /** Answers true for a text that cannot be read yet: the list stays as it is. */
  isHeld?: (text: string) => boolean
}

/**
 * What somebody types into a filter, handed on after a pause. The address has the last word when somebody went back or cleared all, but the
 * echo of what was typed here never takes back what was typed since.
 */
export function useTypedText({ value, onChange, pauseMs, isHeld }: TypedText): {
  text: string
  setText: (text: string) => void
  /** Hands on at once. */
  send: (text: string) => void
} {
  const [text, setText] = useState(value)
  const [seen, setSeen] = useState(value)
  // What was handed on and has not come back as the address.
  const [sent, setSent] = useState<readonly string[]>([])
  if (seen !== value) {
    const heard = hearAddress(sent, value)
    setSeen(value)
    setSent(heard.sent)
    if (!heard.isEcho) setText(value)
  }
  const typed = text.trim()
  const isWaiting = isHeld?.(text) ?? false
  useEffect(() => {
    if (isWaiting || typed === value) return undefined
    const timer = setTimeout(() => {
      setSent((before) => [...before, typed])
      onChange(typed)
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [typed, value, isWaiting, onChange, pauseMs])
  return {
    text,
    setText,
    send: (next) => {
      if (next.trim() === value) return
      setSent([...sent, next.trim()])
      onChange(next.trim())
    },
  }
}

/** What is still on its way when the address says `value`, and whether that is the echo of what was typed. */
export function hearAddress(sent: readonly string[], value: string): { sent: readonly string[]; isEcho: boolean } {
  const at = sent.lastIndexOf(value)
  return { sent: at < 0 ? [] : sent.slice(at + 1), isEcho: at >= 0 }
}
