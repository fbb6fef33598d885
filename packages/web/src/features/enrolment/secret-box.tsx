import type { ReactNode } from 'react'
import { CopyButton } from '../../components/command/copy-button.tsx'
import classes from './secret-box.module.css'

/** A secret that is shown this once. */
export function SecretBox({ name, secret, note }: { name: string; secret: string; note: ReactNode }) {
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
