import { IconSelector, IconX } from '@tabler/icons-react'
import { useId, useRef, useState } from 'react'
import { cx } from '../../lib/cx.ts'
import { Dropdown } from '../dropdown/dropdown.tsx'
import { OptionList, type Option } from './option-list.tsx'
import classes from './picker.module.css'

interface PickerProps {
  label: string
  /** The label is read out and not shown: what stands beside it says it already. */
  isLabelHidden?: boolean
  description?: string
  error?: string | undefined
  options: readonly (Option | string)[]
  /** Empty: nothing is chosen. */
  value: string
  onChange: (value: string) => void
  /** When somebody comes near: what there is to choose from may be read then. */
  onOpen?: () => void
  placeholder?: string
  isClearable?: boolean
  isDisabled?: boolean
  /** In pixels; absent: all the room there is. */
  width?: number
  className?: string | undefined
}

/** One of many. */
export function Picker(props: PickerProps) {
  const { label, isLabelHidden = false, description, error, value, onChange, placeholder, isClearable = false } = props
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const options = props.options.map((option): Option =>
    typeof option === 'string' ? { value: option, label: option } : option,
  )
  const chosen = options.find((option) => option.value === value)
  const shown = chosen?.label ?? (value === '' ? undefined : value)
  const choose = (next: string) => {
    onChange(next)
    setOpen(false)
    anchor.current?.focus()
  }
  return (
    <div
      className={cx(classes['field'], props.className)}
      style={props.width === undefined ? undefined : { width: props.width }}
    >
      {isLabelHidden ? null : (
        <span className={classes['label']} id={`${id}-label`}>
          {label}
        </span>
      )}
      {description ? (
        <span className={classes['description']} id={`${id}-about`}>
          {description}
        </span>
      ) : null}
      <div className={classes['box']}>
        <button
          ref={anchor}
          type="button"
          className={cx(classes['button'], error && classes['invalid'])}
          disabled={props.isDisabled}
          aria-haspopup="listbox"
          aria-expanded={isOpen}
          aria-controls={isOpen ? `${id}-list` : undefined}
          aria-label={`${label}: ${shown ?? placeholder ?? 'nothing chosen'}`}
          aria-describedby={cx(description && `${id}-about`, error && `${id}-error`) || undefined}
          onClick={() => {
            if (!isOpen) props.onOpen?.()
            setOpen(!isOpen)
          }}
        >
          <span className={cx(classes['value'], shown === undefined && classes['placeholder'])}>
            {shown ?? placeholder ?? ''}
          </span>
          <IconSelector size={14} aria-hidden />
        </button>
        {isClearable && value !== '' ? (
          <button type="button" className={classes['clear']} aria-label={`Clear ${label}`} onClick={() => onChange('')}>
            <IconX size={13} />
          </button>
        ) : null}
      </div>
      {error ? (
        <span className={classes['error']} id={`${id}-error`}>
          {error}
        </span>
      ) : null}
      {isOpen ? (
        <Dropdown anchor={anchor} onClose={() => setOpen(false)}>
          <OptionList
            id={`${id}-list`}
            label={label}
            options={options}
            chosen={value === '' ? [] : [value]}
            isMultiple={false}
            onChoose={choose}
          />
        </Dropdown>
      ) : null}
    </div>
  )
}
