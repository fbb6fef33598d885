import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useState, type ComponentProps } from 'react'
import { Field, splitProps, type FieldProps } from './field.tsx'
import classes from './input.module.css'

/** A line for a secret, which its eye shows as long as somebody wants to see it. */
export function PasswordInput(props: FieldProps & Omit<ComponentProps<'input'>, keyof FieldProps | 'type'>) {
  const [isShown, setShown] = useState(false)
  const [field, rest] = splitProps(props)
  const eye = (
    <button
      type="button"
      className={classes['eye']}
      tabIndex={-1}
      aria-label="Toggle password visibility"
      aria-pressed={isShown}
      // The field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => setShown(!isShown)}
    >
      {isShown ? <IconEyeOff size={18} stroke={1.5} /> : <IconEye size={18} stroke={1.5} />}
    </button>
  )
  return (
    <Field {...field} rightSection={eye}>
      {(input) => <input {...rest} {...input} type={isShown ? 'text' : 'password'} />}
    </Field>
  )
}
