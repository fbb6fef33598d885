import { IconX } from '@tabler/icons-react'
import { useStore } from '../../lib/store.ts'
import { cx } from '../../lib/cx.ts'
import { IconButton } from '../button/icon-button.tsx'
import { ShapeIcon } from '../mark/mark.tsx'
import { dismissToast, toasts } from './toasts.ts'
import classes from './toast-region.module.css'

const SHAPES = { success: 'check', error: 'square', info: 'circle' } as const

/** Where {@link toast} speaks. Read out politely: it never takes the focus. */
export function ToastRegion() {
  const shown = useStore(toasts)
  return (
    <section className={classes['region']} aria-label="Notices" aria-live="polite">
      {shown.map(({ id, tone, title, detail }) => (
        <div key={id} className={classes['toast']}>
          <span className={cx(classes['shape'], classes[tone])}>
            <ShapeIcon shape={SHAPES[tone]} isHollow={false} />
          </span>
          <span className={classes['title']}>{title}</span>
          <IconButton label="Dismiss" size="small" onClick={() => dismissToast(id)}>
            <IconX size={14} />
          </IconButton>
          {detail ? <span className={classes['detail']}>{detail}</span> : null}
        </div>
      ))}
    </section>
  )
}
