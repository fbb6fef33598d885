import { CopyButton } from '../../components/command/copy-button.tsx'
import classes from './workload-page.module.css'

/** Where something answers inside its cluster. It is for programs there, and no link for the reader's browser. */
export function Address({ address }: { address: string }) {
  return (
    <span className={classes['address']}>
      <code>{address}</code>
      <CopyButton text={address} label="Copy address" />
    </span>
  )
}
