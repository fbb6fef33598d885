/** A fairlead: the ring that guides a line. */
export function BrandMark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden>
      <path d="M2 27c7.4 0 9.8-2.8 11.9-6.6" stroke="var(--accent)" strokeWidth="3.4" strokeLinecap="round" />
      <circle cx="16" cy="16" r="8.6" stroke="var(--text)" strokeWidth="3.4" />
      <path
        d="M15 17.8c1.1-1.9 1.6-3 2.3-4.7C19.6 8.3 22.6 5 30 5"
        stroke="var(--accent)"
        strokeWidth="3.4"
        strokeLinecap="round"
      />
    </svg>
  )
}
