import { Menu as KitMenu } from '@mantine/core'
import type { ReactNode } from 'react'

interface ActionMenuProps {
  target: ReactNode
  children: ReactNode
  label: string
  width?: number
}

/** Actions behind a button. */
export function ActionMenu({ target, children, label, width = 220 }: ActionMenuProps) {
  return (
    <KitMenu width={width}>
      <KitMenu.Target>{target}</KitMenu.Target>
      <KitMenu.Dropdown aria-label={label}>{children}</KitMenu.Dropdown>
    </KitMenu>
  )
}

interface ActionItemProps {
  icon?: ReactNode
  children: ReactNode
  isDanger?: boolean
  isDisabled?: boolean
  onClick: () => void
}

export function ActionItem({ icon, children, isDanger = false, isDisabled = false, onClick }: ActionItemProps) {
  return (
    <KitMenu.Item
      leftSection={icon}
      disabled={isDisabled}
      onClick={onClick}
      style={isDanger ? { color: 'var(--danger)' } : undefined}
    >
      {children}
    </KitMenu.Item>
  )
}
