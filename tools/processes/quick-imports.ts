import { registerHooks, type ResolveHookContext, type ResolveFnOutput } from 'node:module'

/**
 * Loaded before a program that runs from source. Node parses the `exports` of a package for every import that leads into it or stays inside it; those of
 * drizzle-orm are 170 KB, and 1,000 imports do: more than half of the time to load the control plane. Here they are looked up once for each name; relative imports
 * inside the package need no lookup at all, since all of it is ES modules with full paths.
 */
const PACKAGE = 'drizzle-orm'
const known = new Map<string, ResolveFnOutput>()

registerHooks({
  resolve(specifier, context, next) {
    if (isInside(context) && /^\.{1,2}\/.*\.js$/.test(specifier)) {
      return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true }
    }
    if (specifier !== PACKAGE && !specifier.startsWith(`${PACKAGE}/`)) return next(specifier, context)
    const found = known.get(specifier) ?? { ...next(specifier, context), shortCircuit: true }
    known.set(specifier, found)
    return found
  },
})

function isInside({ parentURL }: ResolveHookContext): boolean {
  return parentURL !== undefined && parentURL.includes(`/node_modules/${PACKAGE}/`)
}
