import { IconDownload } from '@tabler/icons-react'
import { download } from '../../lib/download.ts'
import { IconButton } from '../button/icon-button.tsx'
import { CopyButton } from '../command/copy-button.tsx'
import classes from './json-view.module.css'

interface JsonViewProps {
  title: string
  value: unknown
  /** What it is called when it is kept. */
  file: string
}

/** Data to look through: maps and lists fold, the first levels are open. */
export function JsonView({ title, value, file }: JsonViewProps) {
  const text = JSON.stringify(value, undefined, 2)
  return (
    <div className={classes['box']}>
      <div className={classes['head']}>
        <span className={classes['title']}>{title}</span>
        <CopyButton text={text} label="Copy JSON" />
        <IconButton label="Download JSON" size="small" onClick={() => download(file, text, 'application/json')}>
          <IconDownload size={14} />
        </IconButton>
      </div>
      {/* It scrolls when it is long, so it can take the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes['tree']} tabIndex={0} role="group" aria-label={title}>
        <Value value={value} depth={0} />
      </div>
    </div>
  )
}

const OPEN_DEPTH = 2
/** More than anybody reads on a page; all of it is in the file. */
const ENTRIES_MAX = 200

function Value({ name, value, depth }: { name?: string; value: unknown; depth: number }) {
  const key = name === undefined ? null : <span className={classes['key']}>{name}: </span>
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return (
      <div className={classes['leaf']}>
        {key}
        <span className={classes[typeof value === 'string' ? 'text' : 'plain']}>{JSON.stringify(value)}</span>
      </div>
    )
  const entries = Object.entries(value)
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`
  return (
    <details open={depth < OPEN_DEPTH}>
      <summary>
        {key}
        <span className={classes['size']}>{size}</span>
      </summary>
      <div className={classes['inner']}>
        {entries.slice(0, ENTRIES_MAX).map(([inner, item]) => (
          <Value key={inner} name={inner} value={item} depth={depth + 1} />
        ))}
        {entries.length > ENTRIES_MAX ? (
          <div className={classes['leaf']}>and {entries.length - ENTRIES_MAX} more: copy or download all of it</div>
        ) : null}
      </div>
    </details>
  )
}
