import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState, type KeyboardEvent } from 'react'
import { Modal } from '../../components/dialog/modal.tsx'
import { KeyCaps } from '../shell/key-caps.tsx'
import type { PaletteItem } from './palette-items.ts'
import { usePaletteItems } from './use-palette-items.ts'
import classes from './palette.module.css'

const PAUSE_MS = 140
const KINDS: Record<PaletteItem['kind'], string> = {
  page: 'Page',
  action: 'Action',
  here: 'This page',
  workload: 'Workload',
  cluster: 'Cluster',
  node: 'Node',
  pool: 'Node pool',
  project: 'Project',
  user: 'User',
  recent: 'Recent',
}

/** Everything by its name, and what can be done, without the mouse. `typed` is what was typed before it was there. */
export function Palette({ typed, onClose }: { typed: string; onClose: () => void }) {
  const [query, setQuery] = useState(typed)
  const [searched, setSearched] = useState('')
  const [chosen, setChosen] = useState(0)
  const { items, isSearching } = usePaletteItems(query, searched)
  const current = Math.min(chosen, items.length - 1)
  useEffect(() => {
    const timer = setTimeout(() => setSearched(query.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [query])
  useEffect(() => {
    document.getElementById(`palette-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [current])
  const run = (item: PaletteItem | undefined) => {
    if (!item) return
    onClose()
    item.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && items.length > 0) {
      event.preventDefault()
      setChosen((current + step + items.length) % items.length)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(items[current])
    }
  }
  return (
    <Modal labelledBy="palette-title" onClose={onClose} width={620} isHigh>
      <h2 className={classes['title']} id="palette-title">
        Search or jump to
      </h2>
      <div className={classes['field']}>
        <IconSearch size={17} aria-hidden />
        <input
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={items[current] ? `palette-${current}` : undefined}
          aria-label="Search or jump to"
          placeholder="Workloads, clusters, nodes, projects, people, pages, actions"
          value={query}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setQuery(event.currentTarget.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={classes['list']} id="palette-list" role="listbox" aria-label="What was found">
        {items.map((item, index) => (
          // The keyboard stays in the field, which names the option that is current.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={item.id}
            id={`palette-${index}`}
            className={classes['item']}
            role="option"
            aria-selected={index === current}
            onPointerMove={() => setChosen(index)}
            onClick={() => run(item)}
          >
            <span className={classes['kind']}>{KINDS[item.kind]}</span>
            <span className={classes['name']}>{item.name}</span>
            <span className={classes['detail']}>{item.detail}</span>
            {item.keys ? <KeyCaps keys={item.keys} isHidden /> : null}
          </div>
        ))}
      </div>
      <div className={classes['foot']}>
        <span>
          <KeyCaps keys="↑ ↓" isHidden /> choose
        </span>
        <span>
          <KeyCaps keys="Enter" isHidden /> open
        </span>
        <span role="status">{isSearching && searched.length >= 2 ? 'Searching' : ''}</span>
      </div>
    </Modal>
  )
}
