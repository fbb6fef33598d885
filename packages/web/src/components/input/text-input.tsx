import type { ComponentProps } from 'react'
import { Field, splitProps, type FieldProps } from './field.tsx'

/** A line to write in. What is no part of the field goes to the element itself. */
export function TextInput(props: FieldProps & Omit<ComponentProps<'input'>, keyof FieldProps>) {
  const [field, rest] = splitProps(props)
  return <Field {...field}>{(input) => <input type="text" {...rest} {...input} />}</Field>
}
