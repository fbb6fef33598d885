import type { ReactNode } from 'react'
import { CopyButton } from '../../components/command/copy-button.tsx'
import { toast } from '../../components/toast/toasts.ts'
import { copyText } from '../../lib/clipboard.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import classes from './secret-box.module.css'

/** A secret that is shown this once. */
export function SecretBox({ name, secret, note }: { name: string; secret: string; note: ReactNode }) {
  useShortcut('c', `Copy: ${name.toLowerCase()}`, 'This page', () => {
    void copyText(secret).then((isDone) => isDone && toast({ tone: 'success', title: `${name} is copied` }))
  })
  return (
    <div className={classes['box']}>
      <div className={classes['head']}>
        <strong>{name}, shown this once</strong>
        <CopyButton text={secret} label="Copy" isWide />
      </div>
      <code className={classes['secret']}>{secret}</code>
      <span className={classes['note']}>{note}</span>
    </div>
  )
}
