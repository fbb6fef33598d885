import { Section } from '../../components/page/section.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { differencesOf, setText } from './differences.ts'
import type { Submit } from './submit-form.ts'
import classes from './submit-page.module.css'

/** What the form says otherwise than the workload that it began from, as it is typed. */
export function CloneDifferences({ name, origin, request }: { name: string; origin: Submit; request: Submit }) {
  const differences = differencesOf(origin, request)
  return (
    <Section
      title={`Differs from ${name}`}
      note={differences.length === 0 ? undefined : plural(differences.length, 'field')}
    >
      <div aria-live="polite">
        {differences.length === 0 ? (
          <p>In nothing yet but its name.</p>
        ) : (
          <dl className={classes['differences']}>
            {differences.map(({ path, from, to }) => (
              <div key={path}>
                <dt>
                  <code>{path}</code>
                </dt>
                <dd>
                  <del>{shown(from)}</del> <span aria-hidden>→</span> <ins>{shown(to)}</ins>
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </Section>
  )
}

const SHOWN_MAX = 200

function shown(value: unknown): string {
  if (value === undefined) return 'not said'
  const text = setText(value)
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text
}
