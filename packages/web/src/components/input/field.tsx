import { useId, type CSSProperties, type ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import classes from './input.module.css'

/** What every field may say around the place to write. */
export interface FieldProps {
  label?: ReactNode
  /** Beneath the label, smaller. */
  description?: ReactNode
  /** Beneath the field, in place of nothing; `true` marks it without words. */
  error?: ReactNode
  /** Stands at the start of the field and takes no clicks. */
  leftSection?: ReactNode
  /** Of the whole: label, field and what it says. */
  className?: string | undefined
  style?: CSSProperties | undefined
  id?: string | undefined
  required?: boolean | undefined
  /** A star at the label of what is required, unless this says otherwise. */
  withAsterisk?: boolean | undefined
}

/** What the element to write in carries, so that label, description and error belong to it. */
export interface InputProps {
  id: string
  required: boolean | undefined
  className: string | undefined
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
}

/** A field with its label, what explains it and what is wrong with it. */
export function Field({
  label,
  description,
  error,
  leftSection,
  rightSection,
  className,
  style,
  id,
  required,
  withAsterisk = required,
  children,
}: FieldProps & { rightSection?: ReactNode; children: (input: InputProps) => ReactNode }) {
  const ownId = useId()
  const inputId = id ?? ownId
  const hasError = Boolean(error) && error !== true
  const describedBy = [hasError && `${inputId}-error`, Boolean(description) && `${inputId}-description`].filter(Boolean)
  return (
    <div className={cx(classes['field'], className)} style={style}>
      {label ? (
        <label className={classes['label']} htmlFor={inputId} id={`${inputId}-label`}>
          {label}
          {withAsterisk ? (
            <span className={classes['star']} aria-hidden>
              {' *'}
            </span>
          ) : null}
        </label>
      ) : null}
      {description ? (
        <p className={classes['description']} id={`${inputId}-description`}>
          {description}
        </p>
      ) : null}
      <div
        className={classes['box']}
        data-error={Boolean(error) || undefined}
        data-described={Boolean(description) || undefined}
        data-told={hasError || undefined}
      >
        {leftSection ? <div className={cx(classes['section'], classes['left'])}>{leftSection}</div> : null}
        {children({
          id: inputId,
          required,
          className: cx(
            classes['input'],
            Boolean(leftSection) && classes['afterLeft'],
            Boolean(rightSection) && classes['beforeRight'],
          ),
          'aria-invalid': error ? true : undefined,
          'aria-describedby': describedBy.length > 0 ? describedBy.join(' ') : undefined,
        })}
        {rightSection ? <div className={cx(classes['section'], classes['right'])}>{rightSection}</div> : null}
      </div>
      {hasError ? (
        <p className={classes['error']} id={`${inputId}-error`}>
          {error}
        </p>
      ) : null}
    </div>
  )
}

/** The properties of a field, and those of its element. */
export function splitProps<P extends FieldProps>(props: P): [FieldProps, Omit<P, keyof FieldProps>] {
  const { label, description, error, leftSection, className, style, id, required, withAsterisk, ...rest } = props
  return [{ label, description, error, leftSection, className, style, id, required, withAsterisk }, rest]
}
