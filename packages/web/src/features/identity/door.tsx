import { useEffect, type ReactNode } from 'react'
import { BrandMark } from '../shell/brand.tsx'
import classes from './door.module.css'

/** The page before anybody is known: a form, and lines that find their way through rings. */
export function Door({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Fairlead`
  }, [title])
  return (
    <div className={classes['door']}>
      <main className={classes['form']}>
        <div className={classes['brand']}>
          <BrandMark size={28} />
          Fairlead
        </div>
        <div>
          <h1 className={classes['title']}>{title}</h1>
          <p className={classes['lead']}>{lead}</p>
        </div>
        {children}
      </main>
      <div className={classes['picture']} aria-hidden>
        <Lines />
      </div>
    </div>
  )
}

/** Lines of work from the left, through one ring each, to clusters on the right. */
function Lines() {
  const rows = [0, 1, 2, 3, 4, 5, 6]
  return (
    <svg viewBox="0 0 700 900" preserveAspectRatio="xMidYMid slice">
      {rows.map((row) => {
        const from = 60 + row * 130
        const ring = 210 + row * 80
        const to = 40 + ((row * 3) % 7) * 137
        return (
          <path
            key={row}
            className={classes[row === 3 ? 'rope' : 'faint']}
            strokeWidth={row === 3 ? 4 : 2.5}
            d={`M-20 ${from} C 160 ${from} 190 ${ring} 350 ${ring} S 540 ${to} 720 ${to}`}
          />
        )
      })}
      {rows.map((row) => (
        <circle key={row} className={classes['guide']} cx="350" cy={210 + row * 80} r="25" strokeWidth="7" />
      ))}
    </svg>
  )
}
