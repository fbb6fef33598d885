import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Picker } from '../../components/picker/picker.tsx'
import { useScopeText, useSetScope } from '../../lib/scope.ts'
import { readScope, scopeOf } from '../../lib/scope-text.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import classes from './shell.module.css'

const EVERYTHING = 'Everything'

/** Whose work all pages show: everything that the reader may see, a department, or a project. */
export function ScopePicker() {
  const text = useScopeText()
  const { department, project } = scopeOf(text)
  const setScope = useSetScope()
  // What there is to choose from is read when somebody comes near.
  const [isNear, setNear] = useState(false)
  const departments = useQuery(trpc.departments.list.queryOptions({}, { enabled: isNear }))
  const projects = useQuery(trpc.projects.list.queryOptions({}, { enabled: isNear }))
  const isKnown =
    department === undefined
      ? projects.data?.items.some(({ name }) => name === project) === true
      : departments.data?.items.some(({ name }) => name === department) === true
  useShortcut('i', 'Choose department or project', 'Everywhere', () => {
    document.querySelector<HTMLElement>('[data-scope] button')?.click()
  })
  return (
    <div className={classes['scope']} data-scope role="group" aria-label="Whose work is shown">
      <Picker
        label="Scope"
        isLabelHidden
        options={[
          { value: '', label: EVERYTHING, note: 'all that you may see' },
          // Until the lists are here, and where it is not among them, it has its name all the same.
          ...(text !== undefined && !isKnown ? [{ value: text, label: department ?? project ?? text }] : []),
          ...(departments.data?.items ?? []).map(({ name }) => ({
            value: `department:${name}`,
            label: name,
            note: 'department',
          })),
          ...(projects.data?.items ?? []).map((one) => ({
            value: `project:${one.name}`,
            label: one.name,
            note: `project of ${one.department.name}`,
          })),
        ]}
        value={text ?? ''}
        onOpen={() => setNear(true)}
        placeholder={EVERYTHING}
        onChange={(value) => setScope(readScope(value))}
      />
    </div>
  )
}
