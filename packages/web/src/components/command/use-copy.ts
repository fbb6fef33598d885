import { useEffect, useState } from 'react'
import { copyText } from '../../lib/clipboard.ts'

/** Copies, and says for a moment that it did. */
export function useCopy(): { isCopied: boolean; copy: (text: string) => void } {
  const [copiedAt, setCopiedAt] = useState(0)
  useEffect(() => {
    if (copiedAt === 0) return undefined
    const timer = setTimeout(() => setCopiedAt(0), 1600)
    return () => clearTimeout(timer)
  }, [copiedAt])
  return {
    isCopied: copiedAt > 0,
    copy: (text) => {
      void copyText(text).then((isDone) => isDone && setCopiedAt(Date.now()))
    },
  }
}
