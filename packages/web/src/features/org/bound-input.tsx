import { TextInput } from '../../components/input/text-input.tsx'
import type { BoundField } from './quota-lines.ts'
import classes from './org.module.css'

interface BoundInputProps {
  label: string
  /** What it means, where the label alone may not say it. */
  tip?: string | undefined
  value: BoundField
  error: string | undefined
  onChange: (value: BoundField) => void
}

/** A number, or expressly none: an empty field never means unlimited. */
export function BoundInput({ label, tip, value, error, onChange }: BoundInputProps) {
  return (
    <div className={classes['bound']} {...(tip === undefined ? {} : { 'data-tip': tip })}>
      <TextInput
        label={label}
        inputMode="decimal"
        value={value.isUnlimited ? '' : value.text}
        placeholder={value.isUnlimited ? 'unlimited' : ''}
        disabled={value.isUnlimited}
        error={error}
        onChange={(event) => onChange({ ...value, text: event.currentTarget.value })}
      />
      <label className={classes['unlimited']}>
        <input
          type="checkbox"
          aria-label={`${label}: unlimited`}
          checked={value.isUnlimited}
          onChange={(event) => onChange({ ...value, isUnlimited: event.currentTarget.checked })}
        />
        unlimited
      </label>
    </div>
  )
}
