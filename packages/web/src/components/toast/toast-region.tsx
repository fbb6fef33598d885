import { IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useStore } from '../../lib/store.ts'
import { cx } from '../../lib/cx.ts'
import { useWhoami } from '../../lib/whoami.ts'
import { useCopy } from '../command/use-copy.ts'
import { IconButton } from '../button/icon-button.tsx'
import { ShapeIcon } from '../mark/mark.tsx'
import { dismissToast, toasts } from './toasts.ts'
import classes from './toast-region.module.css'

const SHAPES = { success: 'check', error: 'square', info: 'circle' } as const

/** Where {@link toast} speaks. Read out politely: it never takes the focus. */
export function ToastRegion() {
  const shown = useStore(toasts)
  // The log is of the whole organization: a role in one project does not open it.
  const canAudit = useWhoami()?.permissions.includes('audit:read') === true
  return (
    <section className={classes['region']} aria-label="Notices" aria-live="polite">
      {shown.map(({ id, tone, title, detail, audit, command }) => (
        <div key={id} className={classes['toast']} data-toast={id}>
          <span className={cx(classes['shape'], classes[tone])}>
            <ShapeIcon shape={SHAPES[tone]} isHollow={false} />
          </span>
          <span className={classes['title']}>{title}</span>
          <IconButton label="Dismiss" size="small" onClick={() => dismissToast(id)}>
            <IconX size={14} />
          </IconButton>
          {detail ? <span className={classes['detail']}>{detail}</span> : null}
          {(canAudit && audit) || command !== undefined ? (
            <span className={classes['more']}>
              {canAudit && audit ? (
                <Link to="/audit" search={audit} onClick={() => dismissToast(id)}>
                  Audit entry
                </Link>
              ) : null}
              {command === undefined ? null : <CopyCommand command={command} />}
            </span>
          ) : null}
        </div>
      ))}
    </section>
  )
}

function CopyCommand({ command }: { command: string }) {
  const { isCopied, copy } = useCopy()
  return (
    <button type="button" className={classes['copy']} data-tip={command} onClick={() => copy(command)}>
      {isCopied ? 'Copied' : 'Copy command'}
    </button>
  )
}
