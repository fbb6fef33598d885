import { TextInput } from '@mantine/core'
import { IconBookmark, IconTrash } from '@tabler/icons-react'
import { useRef, useState, type FormEvent } from 'react'
import { Button } from '../../components/button/button.tsx'
import { IconButton } from '../../components/button/icon-button.tsx'
import { Dropdown } from '../../components/dropdown/dropdown.tsx'
import { setPrefs, usePrefs } from '../../lib/prefs.ts'
import { readWorkloadSearch, type WorkloadSearch } from './workload-filter.ts'
import classes from './saved-views.module.css'

interface SavedViewsProps {
  /** What the list shows now. */
  search: WorkloadSearch
  onOpen: (search: WorkloadSearch) => void
}

const NAME_MAX = 60

/** Filters and orders of the list under names of the reader. Kept in this browser; the address of one can be given to others. */
export function SavedViews({ search, onOpen }: SavedViewsProps) {
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [name, setName] = useState('')
  const { views } = usePrefs()
  const names = Object.keys(views).toSorted()
  const save = (event: FormEvent) => {
    event.preventDefault()
    const wanted = name.trim()
    if (wanted === '') return
    setPrefs({ views: { ...views, [wanted]: { ...search } } })
    setName('')
  }
  const remove = (gone: string) =>
    setPrefs({ views: Object.fromEntries(Object.entries(views).filter(([other]) => other !== gone)) })
  const open = (chosen: string) => {
    onOpen(readWorkloadSearch(views[chosen] ?? {}))
    setOpen(false)
    anchor.current?.focus()
  }
  return (
    <>
      <IconButton ref={anchor} label="Saved views" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <IconBookmark size={16} />
      </IconButton>
      {isOpen ? (
        <Dropdown anchor={anchor} onClose={() => setOpen(false)} align="end" width={280}>
          <div className={classes['box']} role="group" aria-label="Saved views">
            {names.length === 0 ? <p className={classes['dim']}>None yet. They are kept in this browser.</p> : null}
            <ul>
              {names.map((one) => (
                <li key={one} className={classes['row']}>
                  <button type="button" className={classes['open']} onClick={() => open(one)}>
                    {one}
                  </button>
                  <IconButton label={`Remove ${one}`} size="small" onClick={() => remove(one)}>
                    <IconTrash size={14} />
                  </IconButton>
                </li>
              ))}
            </ul>
            <form className={classes['row']} onSubmit={save}>
              <TextInput
                aria-label="Name of a view"
                placeholder="Name what is shown now"
                maxLength={NAME_MAX}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <Button type="submit" size="small" disabled={name.trim() === ''}>
                Save
              </Button>
            </form>
          </div>
        </Dropdown>
      ) : null}
    </>
  )
}
