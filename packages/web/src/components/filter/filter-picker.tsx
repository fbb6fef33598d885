import { IconChevronDown, IconX } from '@tabler/icons-react'
import { useId, useRef, useState } from 'react'
import { cx } from '../../lib/cx.ts'
import { Dropdown } from '../dropdown/dropdown.tsx'
import { OptionList, type Option } from '../picker/option-list.tsx'
import classes from './filter.module.css'

interface FilterPickerProps {
  label: string
  options: readonly Option[]
  value: readonly string[]
  /** Several may be chosen. */
  isMultiple?: boolean
  onChange: (value: string[]) => void
}

/** One condition of a filter: off, or on with what was chosen. */
export function FilterPicker({ label, options, value, isMultiple = false, onChange }: FilterPickerProps) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const isOn = value.length > 0
  const names = value.map((one) => options.find((option) => option.value === one)?.label ?? one)
  const choose = (chosen: string) => {
    if (isMultiple) onChange(value.includes(chosen) ? value.filter((one) => one !== chosen) : [...value, chosen])
    else {
      onChange(value.includes(chosen) ? [] : [chosen])
      setOpen(false)
      anchor.current?.focus()
    }
  }
  return (
    <span className={cx(classes['picker'], isOn && classes['on'])}>
      <button
        ref={anchor}
        type="button"
        className={classes['open']}
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {label}
        {isOn ? (
          <span className={classes['values']}>{names.join(', ')}</span>
        ) : (
          <IconChevronDown size={13} aria-hidden />
        )}
      </button>
      {isOn ? (
        <button type="button" className={classes['clear']} aria-label={`Clear ${label}`} onClick={() => onChange([])}>
          <IconX size={13} />
        </button>
      ) : null}
      {isOpen ? (
        <Dropdown anchor={anchor} onClose={() => setOpen(false)} width={200}>
          <OptionList
            id={id}
            label={label}
            options={options}
            chosen={value}
            isMultiple={isMultiple}
            onChoose={choose}
          />
        </Dropdown>
      ) : null}
    </span>
  )
}
