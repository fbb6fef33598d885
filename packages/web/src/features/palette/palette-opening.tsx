import { IconSearch } from '@tabler/icons-react'
import { Modal } from '../../components/dialog/modal.tsx'
import classes from './palette.module.css'

interface PaletteOpeningProps {
  typed: string
  onType: (typed: string) => void
  onClose: () => void
}

/** Stands for the palette until that is loaded: what is typed meanwhile is its query, and no shortcut of the page. */
export function PaletteOpening({ typed, onType, onClose }: PaletteOpeningProps) {
  return (
    <Modal labelledBy="palette-title" onClose={onClose} width={620} isHigh>
      <h2 className={classes['title']} id="palette-title">
        Search or jump to
      </h2>
      <div className={classes['field']}>
        <IconSearch size={17} aria-hidden />
        <input
          data-autofocus
          aria-label="Search or jump to"
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onType(event.currentTarget.value)}
        />
      </div>
    </Modal>
  )
}
