import { Fragment } from 'react'
import { CopyButton } from '../command/copy-button.tsx'
import classes from './code-block.module.css'

/** YAML to read: keys, texts and numbers told apart. */
export function YamlBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className={classes['box']}>
      <span className={classes['copy']}>
        <CopyButton text={text} label="Copy YAML" />
      </span>
      {/* Scrolls when lines are long, so it can take the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes['code']} tabIndex={0} aria-label={label}>
        {text.split('\n').map((line, index) => (
          // Lines have no other name than their place.
          // oxlint-disable-next-line react/no-array-index-key
          <Fragment key={index}>
            <YamlLine line={line} />
            {'\n'}
          </Fragment>
        ))}
      </pre>
    </div>
  )
}

function YamlLine({ line }: { line: string }) {
  const match = /^(\s*(?:- )*)([^\s:"'][^:]*|"[^"]*")(:)( .*)?$/.exec(line)
  if (!match) {
    const item = /^(\s*- )(.*)$/.exec(line)
    return item ? (
      <>
        {item[1]}
        <Value text={item[2] ?? ''} />
      </>
    ) : (
      line
    )
  }
  const [, lead = '', key = '', colon = '', value = ''] = match
  return (
    <>
      {lead}
      <span className={classes['key']}>{key}</span>
      {colon}
      <Value text={value} />
    </>
  )
}

function Value({ text }: { text: string }) {
  const isPlain = /^\s*(-?\d+(\.\d+)?|true|false|null|\[\]|\{\})$/.test(text)
  return <span className={isPlain ? classes['number'] : classes['text']}>{text}</span>
}
