import { useId } from 'react'
import classes from './radio-list.module.css'

interface RadioProps<T extends string> {
  label: string
  options: readonly { value: T; label: string; about: string }[]
  value: T
  onChange: (value: T) => void
}

/** One of a few, each with what it means. */
export function Radio<T extends string>({ label, options, value, onChange }: RadioProps<T>) {
  const name = useId()
  return (
    <fieldset className={classes['list']}>
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={classes['option']}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          <b>{option.label}</b>
          <span className={classes['about']}>{option.about}</span>
        </label>
      ))}
    </fieldset>
  )
}
