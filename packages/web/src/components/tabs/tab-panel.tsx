import type { ReactNode } from 'react'

/** What belongs to an open tab of {@link Tabs}. */
export function TabPanel({
  value,
  children,
  className,
}: {
  value: string
  children: ReactNode
  className?: string | undefined
}) {
  return (
    <div role="tabpanel" id={`panel-${value}`} aria-labelledby={`tab-${value}`} className={className}>
      {children}
    </div>
  )
}
