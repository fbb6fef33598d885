import { Textarea } from '../../components/input/textarea.tsx'
import classes from './placement.module.css'

interface RulesInputProps {
  label: string
  description?: string
  placeholder?: string
  value: string
  error?: string | undefined
  onChange: (text: string) => void
  onBlur?: () => void
}

/** Tests on labels as lines of text, in the words that the CLI takes too. */
export function RulesInput({ placeholder = 'region in (eu,uk)', onChange, ...props }: RulesInputProps) {
  return (
    <Textarea
      {...props}
      rows={2}
      spellCheck={false}
      className={classes['mono'] ?? ''}
      placeholder={placeholder}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
