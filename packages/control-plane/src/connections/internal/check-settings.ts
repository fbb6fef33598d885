import { AppError, type Issue } from '../../lib/app-error.ts'
import { refuseSecrets } from '../../common/refuse-secrets.ts'
import type { Connection } from '../schemas.ts'

const FIELDS: Record<Connection['type'], { needs: readonly string[]; may: readonly string[] }> = {
  s3: { needs: ['bucket'], may: ['endpoint', 'region', 'prefix', 'caConfigMap'] },
  pvc: { needs: ['claim'], may: [] },
  uri: { needs: ['url'], may: ['caConfigMap'] },
  git: { needs: ['url'], may: ['ref', 'caConfigMap'] },
}

/** Throws VALIDATION for settings that a type lacks or does not have, and SECRET_IN_SPEC for secret values. */
export function checkSettings(type: Connection['type'], settings: Readonly<Record<string, string>>): void {
  refuseSecrets({ settings })
  const { needs, may } = FIELDS[type]
  const known = [...needs, ...may]
  const issues: Issue[] = [
    ...needs
      .filter((name) => (settings[name] ?? '') === '')
      .map((name) => ({ path: `settings.${name}`, message: `a connection of type ${type} needs it` })),
    ...Object.keys(settings)
      .filter((name) => !known.includes(name))
      .map((name) => ({ path: `settings.${name}`, message: `not known; ${type} has ${known.join(', ')}` })),
  ]
  const [first] = issues
  if (!first) return
  throw new AppError('VALIDATION', `${first.path}: ${first.message}`, {
    hint: 'correct the fields named in issues',
    issues,
  })
}
