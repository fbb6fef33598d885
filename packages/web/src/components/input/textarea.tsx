import type { ComponentProps } from 'react'
import { cx } from '../../lib/cx.ts'
import { Field, splitProps, type FieldProps } from './field.tsx'
import classes from './input.module.css'

/** Lines to write in, as many in sight as `rows` says. What is no part of the field goes to the element itself. */
export function Textarea(props: FieldProps & Omit<ComponentProps<'textarea'>, keyof FieldProps>) {
  const [field, rest] = splitProps(props)
  return (
    <Field {...field}>
      {({ className, ...input }) => <textarea {...rest} {...input} className={cx(className, classes['lines'])} />}
    </Field>
  )
}
