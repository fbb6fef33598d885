import { useState } from 'react'
import { cx } from '../../lib/cx.ts'
import { CopyButton } from './copy-button.tsx'
import classes from './command.module.css'

/** The same thing said in other ways, by name: the CLI, curl, YAML. */
export type Commands = readonly { name: string; text: string }[]

/** What a dialog or a list does, as text to run elsewhere. */
export function CommandBox({
  title,
  commands,
  isWrapped = false,
}: {
  title: string
  commands: Commands
  isWrapped?: boolean
}) {
  const [chosen, setChosen] = useState(0)
  const shown = commands[Math.min(chosen, commands.length - 1)]
  if (!shown) return null
  return (
    <div className={classes['box']}>
      <div className={classes['head']}>
        <span className={classes['title']}>{title}</span>
        {commands.length > 1
          ? commands.map(({ name }, index) => (
              <button
                key={name}
                type="button"
                className={classes['tab']}
                aria-pressed={shown === commands[index]}
                onClick={() => setChosen(index)}
              >
                {name}
              </button>
            ))
          : null}
        <CopyButton text={shown.text} label={`Copy ${shown.name}`} />
      </div>
      {/* Scrolls when it is long, so it can take the focus. */}
      <pre
        className={cx(classes['text'], isWrapped && classes['wrap'])}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={`${title}, ${shown.name}`}
      >
        {shown.text}
      </pre>
    </div>
  )
}
