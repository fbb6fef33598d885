import { createContext, useContext, useState, type ReactNode } from 'react'

const Host = createContext<HTMLElement | null>(null)

/** The box in which panels open, beside what is already in it. */
export function PanelHost({ className, children }: { className: string; children: ReactNode }) {
  const [host, setHost] = useState<HTMLElement | null>(null)
  return (
    <div className={className} ref={setHost}>
      <Host value={host}>{children}</Host>
    </div>
  )
}

export function usePanelHost(): HTMLElement | null {
  return useContext(Host)
}
