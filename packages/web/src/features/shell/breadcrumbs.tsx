import { Link, useMatches } from '@tanstack/react-router'
import classes from './shell.module.css'

/** Where this page is: each route says its own word, or takes the name of what it shows. */
export function Breadcrumbs() {
  const matches = useMatches()
  const crumbs = matches.flatMap(({ id, pathname, staticData, loaderData }) => {
    const named = (loaderData as { crumb?: string } | undefined)?.crumb
    const name = named ?? staticData.crumb
    return name === undefined ? [] : [{ id, pathname, name }]
  })
  return (
    <nav className={classes['trail']} aria-label="Breadcrumb">
      <ol className={classes['crumbs']}>
        {crumbs.map(({ id, pathname, name }, index) => (
          <li key={id}>
            {index === crumbs.length - 1 ? <span aria-current="page">{name}</span> : <Link to={pathname}>{name}</Link>}
          </li>
        ))}
      </ol>
    </nav>
  )
}
