import { IconMenu2, IconQuestionMark, IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { IconButton } from '../../components/button/icon-button.tsx'
import { BrandMark } from './brand.tsx'
import { Breadcrumbs } from './breadcrumbs.tsx'
import { KeyCaps } from './key-caps.tsx'
import { LiveIndicator } from './live-indicator.tsx'
import { ScopePicker } from './scope-picker.tsx'
import { UserMenu } from './user-menu.tsx'
import classes from './shell.module.css'

interface TopBarProps {
  onSearch: () => void
  onShortcuts: () => void
  onMenu: () => void
}

export function TopBar({ onSearch, onShortcuts, onMenu }: TopBarProps) {
  return (
    <header className={classes['bar']}>
      <IconButton label="Pages" className={classes['menuButton']} onClick={onMenu}>
        <IconMenu2 size={18} />
      </IconButton>
      <Link to="/" className={classes['brand'] ?? ''} aria-label="Fairlead, overview">
        <BrandMark />
        <span className={classes['brandName']}>Fairlead</span>
      </Link>
      <Breadcrumbs />
      <ScopePicker />
      <LiveIndicator />
      <button type="button" className={classes['search']} onClick={onSearch}>
        <IconSearch size={15} aria-hidden />
        <span>Search or jump to</span>
        <KeyCaps keys="Mod+k" isHidden />
      </button>
      <IconButton label="Keyboard shortcuts" shortcut="?" onClick={onShortcuts}>
        <IconQuestionMark size={17} />
      </IconButton>
      <UserMenu />
    </header>
  )
}
